"""The service: 784 numbers in, the logarithms of ten probabilities out. LibTorch.Service is the same in C#.

uvicorn runs it without a framework, which is the least that Python can do for a request. Requests are gathered into
batches as there: while a batch is computed, in another thread, the next requests wait, and all of them are the next batch.
"""

import asyncio
import json

import torch
from torch import nn

MAX_BATCH = 16
HEADERS = [(b"content-type", b"application/json")]

torch.set_num_threads(1)
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10), nn.LogSoftmax(-1))
model.eval()


def compute(inputs):
    with torch.inference_mode():
        return model(torch.stack([torch.tensor(pixels) for pixels in inputs])).tolist()


async def compute_all(waiting):
    while True:
        batch = [await waiting.get()]
        while len(batch) < MAX_BATCH and not waiting.empty():
            batch.append(waiting.get_nowait())
        outputs = await asyncio.to_thread(compute, [pixels for pixels, _ in batch])
        for (_, answer), output in zip(batch, outputs):
            answer.set_result(output)


async def body_of(receive):
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        app.waiting = asyncio.Queue()
        app.computing = asyncio.create_task(compute_all(app.waiting))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    answer = asyncio.get_running_loop().create_future()
    app.waiting.put_nowait((json.loads(await body_of(receive)), answer))
    output = json.dumps(await answer).encode()
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": output})
