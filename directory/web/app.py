"""Puts the site together."""

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from directory.runtime import Runtime
from directory.web import assets, errors, language, limits, paths, posting, security, templating
from directory.web.open import open_doors
from directory.web.public import public
from directory.web.staff import staff


def create_app(runtime: Runtime) -> Flask:
    """The site over an open directory."""
    app = Flask(__name__, static_folder=None)
    app.extensions["doorstep"] = runtime
    app.config.update(
        MAX_CONTENT_LENGTH=64 * 1024,
        MAX_FORM_PARTS=100,
        TRUSTED_HOSTS=list(runtime.settings.trusted_hosts) or None,
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_ZSTD_LEVEL=3,
        COMPRESS_LEVEL=5,
        COMPRESS_STREAMS=False,
    )
    if proxies := runtime.settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.url_map.converters["lang"] = language.LanguageConverter
    app.url_map.converters["int"] = paths.NumberConverter
    app.url_map.strict_slashes = False
    assets.serve(app)
    templating.set_up(app)
    language.set_up(app)
    limits.set_up(app)
    errors.set_up(app)
    posting.set_up(app)
    security.set_up(app)
    app.register_blueprint(public)
    app.register_blueprint(open_doors)
    app.register_blueprint(staff)
    Compress(app)
    return app
