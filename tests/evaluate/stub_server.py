"""A loopback server that speaks OpenAI's chat protocol: canned answers to texts, none to pictures; it keeps a log."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Request:
    """What was asked: the model, each part's kind in order, the texts, the images."""

    model: str
    kinds: list[str]
    text: str
    images: list[str]
    settings: dict[str, Any]


@dataclass
class Stub:
    """A running server."""

    url: str = ""
    log: list[Request] = field(default_factory=list)

    def asked(self, model: str) -> list[Request]:
        """The log of one model."""
        return [one for one in self.log if one.model == model]


@contextmanager
def serving(answers: dict[str, str], judge: dict[str, str], refused: str = "\0") -> Iterator[Stub]:
    """Serves until left. A text that holds a key of ``answers`` gets its value, anything else "I cannot tell".

    The model named ``judge`` answers by ``judge`` alike. A text that holds ``refused`` is too long.
    """
    stub = Stub()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            request = _read(body)
            with lock:
                stub.log.append(request)
            known = judge if request.model == "judge" else answers
            reply = next((value for key, value in known.items() if key in request.text), "I cannot tell")
            made = {
                "id": "1",
                "object": "chat.completion",
                "created": 1,
                "model": request.model,
                "choices": [
                    {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": reply}}
                ],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }
            too_long = refused in request.text
            if too_long:
                made = {"error": {"message": "7 is too long", "code": "context_length_exceeded"}}
            data = json.dumps(made).encode()
            self.send_response(400 if too_long else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _read(body: dict[str, Any]) -> Request:
    kinds: list[str] = []
    texts: list[str] = []
    images: list[str] = []
    for message in body["messages"]:
        content = message["content"]
        for part in [{"type": "text", "text": content}] if isinstance(content, str) else content:
            if message["role"] == "user":
                kinds.append("text" if part["type"] == "text" else "image")
            if part["type"] == "text":
                texts.append(part["text"])
            else:
                images.append(part["image_url"]["url"])
    settings = {key: body.get(key) for key in ("temperature", "max_tokens", "max_completion_tokens")}
    return Request(body["model"], kinds, "\n".join(texts), images, settings)
