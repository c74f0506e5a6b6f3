import socket

import pytest

from portal.local import site
from portal.local.claim import Claim
from portal.local.errors import StartError
from portal.local.probe import well


def test_taken_port_is_named():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        with pytest.raises(StartError) as caught:
            site.check_port("127.0.0.1", port)

    assert str(caught.value).startswith(f"端口 {port} 不可用")
    site.check_port("127.0.0.1", port)


@pytest.mark.parametrize(
    "host, shown",
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
    ],
)
def test_address_can_be_opened(host, shown):
    assert site.address(host, 80) == shown


@pytest.mark.parametrize("name, language", [("zh_CN.UTF-8", "zh-hans"), ("C", "en"), ("", "en")])
def test_speech_follows_the_terminal(monkeypatch, name, language):
    monkeypatch.setenv("LC_ALL", name)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "")

    assert site.speech() == language


def test_second_start_of_a_folder_names_the_first(tmp_path):
    first = Claim(tmp_path, "http://127.0.0.1:8000")

    with pytest.raises(StartError) as caught:
        Claim(tmp_path, "http://127.0.0.1:9000")

    assert str(caught.value) == "本文件夹中的门户已在运行：http://127.0.0.1:8000"
    first.release()
    Claim(tmp_path, "http://127.0.0.1:9000").release()


@pytest.mark.django_db(transaction=True)
def test_probe_asks_under_an_accepted_name(live_server):
    assert well(live_server.url, "*,.testserver") is True
    assert well(live_server.url, "other.invalid") is False
    assert well("http://127.0.0.1:1", "") is False
