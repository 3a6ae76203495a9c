"""Links with a secret behind the `#`, where no browser sends it to a server and no log has it."""

from fastapi import Request


def link_of(request: Request, fragment: str, token: str) -> str:
    """To the sign-in page at the address that who asks for it uses; `AllowedHosts` has seen that it is ours."""
    return f"{request.url.scheme}://{request.url.netloc}/masuk#{fragment}={token}"
