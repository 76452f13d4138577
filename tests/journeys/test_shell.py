"""The frame of every page by keyboard, without JavaScript, and through sign-in."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visitor, open_as):
    page = open_as(visitor)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_account_menu_opens_by_key_and_closes_by_escape(visitor, open_as):
    page = open_as(visitor)
    button = page.get_by_role("button", name="Account and settings")

    button.press("Enter")
    expect(page.get_by_role("link", name="Two-step sign-in")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Two-step sign-in")).to_be_hidden()


def test_a_question_mark_opens_the_help_page(visitor, open_as):
    page = open_as(visitor)

    page.keyboard.press("?")

    expect(page.get_by_role("heading", level=1)).to_have_text("How it works")


def test_dark_colours_are_chosen_and_kept_without_javascript(visitor, open_as):
    page = open_as(visitor, java_script_enabled=False)

    page.get_by_role("button", name="Account and settings").click()
    page.get_by_role("button", name="Dark").click()
    page.goto(page.url + "help/")

    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_language_is_chosen_before_signing_in(open_as, db):
    page = open_as(None, reverse("account_login"))

    page.get_by_label("Language").select_option("ar")
    page.get_by_role("button", name="Use", exact=True).click()

    assert page.locator("html").get_attribute("dir") == "rtl"


def test_somebody_signs_in_arrives_where_they_wanted_and_signs_out(visitor, open_as):
    page = open_as(None, reverse("home:help"))

    page.get_by_label("Email").fill(visitor.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How it works")
    page.get_by_role("button", name="Account and settings").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(re.sub(r"(//[^/]+).*", r"\1/", page.url))

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_wrong_password_is_told_and_the_address_is_kept(visitor, open_as):
    page = open_as(None, reverse("account_login"))

    page.get_by_label("Email").fill(visitor.email)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Email")).to_have_value(visitor.email)


def test_the_qr_code_of_the_second_step_is_drawn_in_the_page(visitor, open_as):
    page = open_as(None, reverse("account_login") + "?next=" + reverse("mfa_activate_totp"))

    page.get_by_label("Email").fill(visitor.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill(PASSWORD)  # asked again before sign-in itself is changed
    page.get_by_role("button", name="Confirm").click()

    code = page.get_by_role("img", name="QR code of the secret below").locator("svg")
    expect(code).to_be_visible()
    assert code.bounding_box()["width"] > 150
