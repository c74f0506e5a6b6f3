import errno

import pytest

from portal.local import folders
from portal.local.errors import StartError


def test_private_is_for_our_user_only(tmp_path):
    (tmp_path / "run").mkdir(mode=0o755)

    folder = folders.private(tmp_path / "run")

    assert folder.stat().st_mode & 0o777 == 0o700


def test_too_little_room_names_the_folder_and_the_sizes(tmp_path):
    with pytest.raises(StartError) as caught:
        folders.check_room(tmp_path, megabytes=10**9)

    assert f"{tmp_path}" in str(caught.value)
    assert "1000000000 MB" in str(caught.value)


@pytest.mark.parametrize(
    "number, sentence",
    [
        (errno.ENOSPC, "文件夹 /x 所在磁盘已满。"),
        (errno.EROFS, "没有权限写入文件夹 /x。"),
        (errno.EACCES, "没有权限写入文件夹 /x。"),
        (errno.EIO, "无法使用文件夹 /x（broken）。"),
    ],
)
def test_refusals_of_the_system_become_a_sentence(number, sentence):
    with pytest.raises(StartError) as caught, folders.told("/x"):
        raise OSError(number, "broken")

    assert str(caught.value) == sentence


def test_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "run").write_text("", encoding="utf-8")

    with pytest.raises(StartError):
        folders.private(tmp_path / "run")
