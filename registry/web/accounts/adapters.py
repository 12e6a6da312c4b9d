"""Where this registry differs from allauth's defaults.

Nothing that is sent or decided here follows the Host header, which a client writes: links in mails
begin with ``REGISTRY_BASE_URL``, passkeys belong to its host, attempts are counted without it.
"""

from __future__ import annotations

import base64
import logging
import secrets
from contextlib import suppress
from hashlib import blake2b
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from qrcode.image.svg import SvgPathImage
from qrcode.main import QRCode

from registry.models import ApiToken, User
from registry.peers import peer_address
from registry.web.accounts.devices import device_words
from registry.web.accounts.words import MESSAGES

logger = logging.getLogger(__name__)

# What stands for an address that is not known, such as that of a peer on a local socket.
NO_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing listens here


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | MESSAGES

    def get_login_stages(self) -> list[str]:
        return [
            "allauth.account.stages.EmailVerificationStage",
            "allauth.mfa.stages.AuthenticateStage",
        ]

    def is_safe_url(self, url: str) -> bool:
        """Whether a visitor may be sent there: a path of this site, never another host."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages are pages; only what a passkey has to sign is asked for by a script."""
        return (
            request.path == reverse("mfa_login_webauthn")
            and request.headers.get("Accept") == "application/json"
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        return peer_address(request) or NO_ADDRESS

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts are counted for the account. Allauth adds the Host header: guess, change the
        port in it, guess again.
        """
        return str(credentials.get("email", "")).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(
            template_prefix, email, {"email": email, "base_url": settings.BASE_URL, **context}
        )
        try:
            message.send()
        except (SMTPException, OSError) as error:
            logger.exception("A mail could not be sent (%s)", template_prefix)
            page = render(self.request, "account/mail_failed.html", status=503)
            raise ImmediateHttpResponse(page) from error

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell of a change. It is made already, so that a mail that fails does not undo it."""
        with suppress(ImmediateHttpResponse):
            super().send_notification_mail(*args, **kwargs)

    def send_farewell(self, email: str) -> None:
        """Tell of a closed account, at the address that it had."""
        with suppress(ImmediateHttpResponse):
            self.send_mail("account/email/account_closed", email, {})

    def send_token_notice(self, token: ApiToken) -> None:
        """Tell of a token that was made, so that one which somebody else made is noticed."""
        self.send_notification_mail(
            "account/email/token_created", token.owner, context={"token": token}
        )

    def save_user(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        form: BaseForm,
        commit: bool = True,  # noqa: FBT001, FBT002 - so allauth calls it
    ) -> AbstractBaseUser:
        assert isinstance(user, User)  # noqa: S101 - there is no other kind
        user.display_name = form.cleaned_data["display_name"]
        return super().save_user(request, user, form, commit)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | MESSAGES

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = urlsplit(settings.BASE_URL).hostname or ""
        return {"id": host, "name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # noqa: A002 - so allauth calls it
    ) -> str:
        """What a new passkey is called until its owner says otherwise: where it was made."""
        return device_words(context.request.headers.get("User-Agent", ""))

    def build_totp_svg(self, url: str) -> str:
        """The picture of the key as it stands in the page: the policy allows no data address."""
        code: Any = QRCode(image_factory=SvgPathImage)
        code.add_data(url)
        return str(code.make_image().to_string(encoding="unicode"))

    def encrypt(self, text: str) -> str:
        """Keys of second factors are no use to whoever gets a copy of the database alone."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Written under another REGISTRY_SECRET_KEY. No code fits a secret that nobody has.
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _cipher() -> Fernet:
    key = blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second factor").digest()
    return Fernet(base64.urlsafe_b64encode(key))
