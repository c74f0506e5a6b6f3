import subprocess
import sys

from django.conf import settings

from referrals.paper import libraries


def test_missing_library_names_its_package(monkeypatch):
    monkeypatch.setattr(libraries, "LIBRARIES", {"libnowhere.so.9": "libnowhere9"})

    assert "libnowhere9" in libraries.missing()
    assert not libraries.loads("libnowhere.so.9")


def test_machine_without_fontconfig_lacks_fonts_too(monkeypatch):
    monkeypatch.setattr(libraries, "LIBRARIES", {})
    monkeypatch.setattr(libraries, "FONTCONFIG", "libnowhere.so.9")

    assert libraries.missing() == ["fonts-noto-cjk"]


def test_shell_learns_it_too():
    command = [sys.executable, settings.BASE_DIR / "referrals" / "paper" / "libraries.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == bool(libraries.missing())
    assert done.stderr.split() == libraries.missing()
