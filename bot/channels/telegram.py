"""Telegram's Bot API, called. This and `bot/telegram_setup.py` alone know the library that calls it."""

import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.channels.telegram_calls import Call, calls_for
from bot.outcomes import Delivered, Later, Outcome, Refused, Wrong
from directory.contacts.messages import Message
from directory.errors import DirectoryError

AT_ONCE = 32  # connections
PATIENCE = 10.0  # seconds for an answer
SOON = 5.0  # seconds until the next try when something on the way failed
WRONG_TOKEN = 30.0  # seconds: somebody has to put it right

# Answers are read as plain JSON: the library's classes refuse what is newer than they are, and a message
# that has been delivered must not be taken for one that was not.
warnings.filterwarnings("ignore", "Please use 'Bot", PTBUserWarning)

GONE = ("chat not found", "peer_id_invalid", "user is deactivated", "user not found")
NOT_THERE = ("message to edit not found", "message can't be edited", "message_id_invalid")
UNCHANGED = "message is not modified"


class Unanswered(DirectoryError):
    """Telegram did not do what we asked. The message is one sentence for who starts us."""


class Telegram:
    """One bot. Use it within one event loop; `request` carries the calls (tests bring their own)."""

    def __init__(self, token: str, api: str, request: BaseRequest | None = None) -> None:
        self.id = token.partition(":")[0]
        self._requests = [request or HTTPXRequest(AT_ONCE, PATIENCE, PATIENCE) for _ in range(2)]
        self._bot = Bot(
            token, base_url=f"{api}/bot", request=self._requests[0], get_updates_request=self._requests[1]
        )

    async def ask(self, method: str, *, patience: float = PATIENCE, **fields: Any) -> Any:
        """Call a method by its name in the Bot API; its answer as plain data. Raises Unanswered."""
        try:
            return await self._call(method, fields, patience)
        except TelegramError as error:
            raise Unanswered(_sentence(error)) from error

    async def _call(self, method: str, fields: Mapping[str, Any], patience: float = PATIENCE) -> Any:
        return await self._bot.do_api_request(method, dict(fields), read_timeout=patience)

    async def send(self, message: Message, address: str) -> Outcome:
        """Send one message; whatever happens is an outcome."""
        try:
            return await self._send(message, address)
        except TelegramError as error:
            return outcome_of(error)

    async def _send(self, message: Message, address: str) -> Outcome:
        sent = ""
        for call in calls_for(message, address):
            try:
                sent = _name_of(await self._do(call)) or sent
            except BadRequest as error:
                said = error.message.lower()
                if call.method == "answerCallbackQuery":
                    continue  # too late to be acknowledged; what it asked for is still of use
                if call.method == "editMessageText" and UNCHANGED in said:
                    sent = message.edits
                elif call.method == "editMessageText" and any(each in said for each in NOT_THERE):
                    return await self._send(replace(message, edits="", answers=""), address)
                else:
                    raise
        return Delivered(sent)

    async def _do(self, call: Call) -> Any:
        if call.file:
            document = InputFile(call.file.text.encode(), filename=call.file.name)
            return await self._call(call.method, {**call.fields, "document": document})
        return await self._call(call.method, call.fields)

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()


def outcome_of(error: TelegramError) -> Outcome:
    """What an error of the library means for the message that met it."""
    reason = _reason(error)
    match error:
        case RetryAfter():
            wait = error.retry_after
            seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            return Later(seconds, reason, whole_channel=True)
        case Forbidden() | ChatMigrated():
            return Refused(reason)
        case BadRequest():
            return Refused(reason) if any(each in reason.lower() for each in GONE) else Wrong(reason)
        case InvalidToken() | EndPointNotFound():
            return Later(WRONG_TOKEN, reason, whole_channel=True)
        case NetworkError():
            unsent = isinstance(
                error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout
            )
            return Later(SOON, reason, whole_channel=unsent, perhaps_delivered=not unsent)
    return Wrong(reason)


def _sentence(error: TelegramError) -> str:
    match error:
        case InvalidToken() | EndPointNotFound():
            return "Telegram does not know this bot: set TELEGRAM_TOKEN to the token that BotFather gives."
        case Conflict() if "webhook" in error.message:
            return (
                "Telegram brings this bot's messages to a web address, so nobody can fetch them: "
                "to fetch them, run “python -m bot setup” without PUBLIC_URL."
            )
        case Conflict():
            return "Another program fetches this bot's messages too, and only one can: stop the other one."
    return f"Telegram did not do what we asked ({_reason(error)})."


def _reason(error: TelegramError) -> str:
    """What went wrong, without what somebody wrote and without numbers of people."""
    kind = "TimedOut" if isinstance(error, TimedOut) else type(error).__name__
    text = re.sub(r"https?://\S+|\".*\"|(?<!\w)b?'.*'|“.*”|\d{5,}", "…", error.message)
    return f"{kind}: {text}"[:100]


def _name_of(answer: Any) -> str:
    return str(answer["message_id"]) if isinstance(answer, dict) and "message_id" in answer else ""
