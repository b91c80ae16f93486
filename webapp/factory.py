"""Puts Quietleaf together: the core, then the features, in order."""

from __future__ import annotations

import secrets

from flask import Flask
from flask_babel import Babel

from webapp.core import house, page, routes, static, templates, texts, web
from webapp.core.accounts_file import make_or_check
from webapp.core.database import accounts_db, use_accounts
from webapp.core.feature import Feature
from webapp.core.jobs import Jobs
from webapp.core.migrations import Step, bring_up_to_date
from webapp.core.native import HeadlessNative
from webapp.core.pages import OpenPages
from webapp.core.places import Places
from webapp.core.sessions import Sessions
from webapp.settings import Settings


def create_app(settings: Settings) -> Flask:
    """The app for one data folder, which must exist.

    Args:
        settings: what the launcher was told.

    Raises:
        Refusal: the accounts file is damaged or made by a newer Quietleaf.
    """
    from webapp.features import FEATURES

    app = Flask(__name__)
    routes.init_app(app)
    app.config.update(
        SECRET_KEY=secrets.token_bytes(32),  # new at every start: no session outlives the program
        SETTINGS=settings,
        SESSION_COOKIE_NAME=f"quietleaf_session_{settings.port}",  # browsers share between ports
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        DEBUG=False,
    )
    Babel(app, default_locale="en", locale_selector=texts.choose_language)
    add_extensions(app, settings, FEATURES)
    web.init_app(app)
    templates.init_app(app)
    texts.init_app(app)
    static.init_app(app)
    page.init_app(app)
    app.register_blueprint(house.blueprint)
    for feature in FEATURES:
        if feature.blueprint is not None:
            app.register_blueprint(feature.blueprint)
        if feature.init_app is not None:
            feature.init_app(app)
    initialize(app.extensions["places"])
    return app


def add_extensions(app: Flask, settings: Settings, features: tuple[Feature, ...]) -> None:
    """The things that live as long as the program: sessions, jobs, open pages, the window."""
    jobs, sessions = Jobs(app), Sessions()
    sessions.before_closing.append(jobs.stop_person)
    app.extensions.update(
        sessions=sessions,
        jobs=jobs,
        pages=OpenPages(),
        native=HeadlessNative(),
        features=features,
        places=Places(
            settings.data_dir,
            steps_of(features, "accounts"),
            steps_of(features, "journal"),
            steps_of(features, "media"),
        ),
    )


def steps_of(features: tuple[Feature, ...], kind: str) -> tuple[Step, ...]:
    """The migration steps of all features for one kind of file, in order."""
    return tuple(
        Step(feature.name, name)
        for feature in features
        for name in getattr(feature, f"{kind}_steps")
    )


def initialize(places: Places) -> None:
    """Make the accounts file and its tables where they are missing; safe to repeat.

    Raises:
        Refusal: the file is damaged or made by a newer Quietleaf.
    """
    make_or_check(places.accounts_path, places.people_folder)
    with use_accounts(places.accounts_path):
        bring_up_to_date(accounts_db.connection(), places.accounts_path, places.accounts_steps)
