"""What is said where something cannot be done; the keys are allauth's."""

MESSAGES = {
    "account_inactive": "This account is closed to sign-in. Write to the editors if that is wrong.",
    "add_email_blocked": "Remove your second factor before you add an address.",
    "cannot_delete_authenticator": "This second factor cannot be removed.",
    "cannot_generate_recovery_codes": "Set up a second factor first; the codes stand in for it.",
    "cannot_remove_primary_email": "Mails go to this address. Choose another one first.",
    "duplicate_email": "This address is on your account already.",
    "email_password_mismatch": (
        "No account has this e-mail address and password. Check both, or reset the password."
    ),
    "email_taken": "An account with this address exists already.",
    "enter_current_password": "This is not your current password.",
    "incorrect_code": (
        "This code does not fit. Codes of the app change every half minute, and each works once."
    ),
    "incorrect_password": "This is not your password.",
    "invalid_or_expired_key": "The link is not valid any more.",
    "invalid_password_reset": "The link is not valid any more.",
    "max_email_addresses": "An account has at most %d addresses. Remove one first.",
    "rate_limited": "Too many attempts. Wait a few minutes, then try again.",
    "same_as_current": "This is the address you have.",
    "too_many_login_attempts": "Too many failed attempts. Wait five minutes, then try again.",
    "unknown_email": "No account has this address.",
    "unverified_email": (
        "Verify every e-mail address of your account first, or remove it: "
        "whoever types an address need not own it."
    ),
    "unverified_primary_email": "You sign in with this address, so it has to be verified first.",
}
