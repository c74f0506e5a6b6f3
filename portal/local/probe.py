"""The health check of the web container: ask our own port, under a host name that we accept."""

import os
import sys
import urllib.error
import urllib.request


def well(address: str, hosts: str) -> bool:
    """Whether the site answers 200; `hosts` is the list that the site accepts."""
    names = [name.lstrip(".") for name in hosts.split(",") if name not in {"", "*"}]
    request = urllib.request.Request(f"{address}/healthz")
    if names:
        request.add_header("Host", names[0])
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    port = int(os.environ.get("PORT", "8000"))
    sys.exit(not well(f"http://127.0.0.1:{port}", os.environ.get("ALLOWED_HOSTS", "")))
