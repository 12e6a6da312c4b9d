"""Addresses below /account/. The names without a colon are those that allauth links to.

Each of allauth's views is listed, and only those that are used: what is not here does not exist.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, URLResolver, include, path, re_path

from registry.web.accounts import tokens, views

own_urls = [
    path("", views.overview, name="overview"),
    path("profile/", views.profile, name="profile"),
    path("sessions/", views.session_list, name="sessions"),
    path("tokens/", tokens.token_list, name="tokens"),
    path("tokens/new/", tokens.AddToken.as_view(), name="new_token"),
    path("close/", views.close, name="close"),
    path("closed/", views.closed, name="closed"),
]
password_urls: list[URLPattern | URLResolver] = [
    path("", account.password_change, name="account_change_password"),
    path("set/", account.password_set, name="account_set_password"),
    path("reset/", account.password_reset, name="account_reset_password"),
    path("reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    # Allauth builds the address with the words UID and KEY in it, then replaces them.
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[^/]{1,100})/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
email_urls = [
    path("", account.email, name="account_email"),
    path("sent/", account.email_verification_sent, name="account_email_verification_sent"),
    path("verify/<str:key>/", account.confirm_email, name="account_confirm_email"),
]
confirm_urls = [
    path("", account.reauthenticate, name="account_reauthenticate"),
    path("code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
passkey_urls = [
    path("", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("<number:pk>/rename/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("<number:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]
recovery_urls = [
    path("", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
second_factor_urls: list[URLPattern | URLResolver] = [
    path("", views.SecondFactors.as_view(), name="mfa_index"),
    path("app/add/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path("app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("passkeys/", include(passkey_urls)),
    path("recovery-codes/", include(recovery_urls)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own_urls, "account"))),
    path("sign-up/", account.signup, name="account_signup"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/second-step/", second_factor.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", views.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/", include(password_urls)),
    path("email/", include(email_urls)),
    path("confirm/", include(confirm_urls)),
    path("second-factor/", include(second_factor_urls)),
]
