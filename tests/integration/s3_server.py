"""A server that speaks S3."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import boto3  # type: ignore[import-untyped]  # it has no types
from moto.server import ThreadedMotoServer

from tests.integration.server_process import free_port

HOST = "127.0.0.1"
BUCKET = "shop-media"


class S3Server:
    """One bucket, which is emptied by starting the server anew."""

    def __init__(self) -> None:
        # It says on every request that it had one.
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.environment: Mapping[str, str] = {
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{HOST}:{(port := free_port())}",
        }
        self._port = port
        self._server: ThreadedMotoServer | None = None
        self._client = boto3.client(
            "s3",
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )

    def start(self) -> None:
        """Serve, with the bucket."""
        if self._server is None:
            self._server = ThreadedMotoServer(HOST, self._port, verbose=False)
            self._server.start()
            self._client.create_bucket(Bucket=BUCKET)

    def stop(self) -> None:
        """Be away."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def keys(self) -> list[str]:
        """Name all objects, in order."""
        found = self._client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return [each["Key"] for each in found]

    def unfinished(self) -> list[str]:
        """Name the keys of uploads that have not come to an end."""
        found = self._client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
        return [each["Key"] for each in found]

    def content_type(self, key: str) -> str:
        """Tell what an object is said to be."""
        return str(self._client.head_object(Bucket=BUCKET, Key=key)["ContentType"])

    def empty(self) -> None:
        """Remove everything."""
        for key in self.keys():
            self._client.delete_object(Bucket=BUCKET, Key=key)

    def close(self) -> None:
        """Stop for good."""
        self.stop()
        self._client.close()


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """Lend a server that runs."""
    server = S3Server()
    server.start()
    try:
        yield server
    finally:
        server.close()
