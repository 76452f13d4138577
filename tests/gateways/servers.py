"""Real servers on loopback, well-behaved and hostile."""

import contextlib
import http.server
import ipaddress
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from programs.gateways.fetching.addresses import Policy

LOOPBACK = Policy(
    (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")), plain_http=True, any_port=True
)
"""What tests pass so that their own servers may be fetched."""


@contextlib.contextmanager
def serving(answer, *, tls=None):
    """Serve with `answer(handler)` for every method; yields "http://127.0.0.1:port" and the requests so far."""
    requests = []

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_GET(self):
            size = int(self.headers.get("Content-Length", 0))
            requests.append((self.command, self.path, dict(self.headers), self.rfile.read(size)))
            self.close_connection = True
            with contextlib.suppress(OSError, ssl.SSLError):
                answer(self)

        do_PROPFIND = do_REPORT = do_GET  # noqa: N815 - what http.server calls

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    server.handle_error = lambda request, address: None
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}", requests
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(handler, content=b"", status=200, **headers):
    """Answer with a status, headers (underscores are hyphens) and a body."""
    handler.send_response(status)
    for name, value in {"Content_Length": str(len(content)), **headers}.items():
        if value is not None:
            handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(content)


def certificate(folder: Path, name="calendar.test"):
    """Return the server's TLS context and the path of a certificate that vouches for `name` and 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context, path
