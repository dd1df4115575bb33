"""Requests that are none, or hardly: bytes for the wire, and the statuses that may answer them."""

FINE = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"


def get(target: bytes = b"/healthz", *headers: bytes, version: bytes = b"HTTP/1.1") -> bytes:
    lines = (b"GET " + target + b" " + version, b"Host: a", *headers)
    return b"\r\n".join(lines) + b"\r\n\r\n"


def method(name: bytes, *headers: bytes, target: bytes = b"/healthz") -> bytes:
    return get(target, *headers).replace(b"GET", name, 1)


# Name: (bytes, status of each answer in turn). What is odd but lawful is answered.
REQUESTS: dict[str, tuple[bytes, list[int]]] = {
    # The first line
    "HTTP/0.9": (b"GET /healthz\r\n\r\n", [400]),
    "HTTP/1.0": (b"GET /healthz HTTP/1.0\r\n\r\n", [200]),
    "HTTP/1.2": (get(version=b"HTTP/1.2"), [400]),
    "HTTP/2 preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", [400]),
    "HTTP/3": (get(version=b"HTTP/3"), [400]),
    "no HTTP": (get(version=b"ICAP/1.0"), [400]),
    "lower-case version": (get(version=b"http/1.1"), [400]),
    "no target": (b"GET HTTP/1.1\r\nHost: a\r\n\r\n", [400]),
    "two spaces": (b"GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n", [200]),
    "tabs": (b"GET\t/healthz\tHTTP/1.1\r\nHost: a\r\n\r\n", [400]),
    "space before": (b" " + FINE, [400]),
    "empty lines before": (b"\r\n\r\n" + FINE, [200]),
    "lower-case method": (method(b"get"), [400]),
    "unknown method": (method(b"FROB"), [400]),
    "very long method": (method(b"G" * 100_000), [400]),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 50, [400]),
    "SSH": (b"SSH-2.0-OpenSSH_9.9\r\n", [400]),
    "NULs": (b"\0" * 5000, [400]),
    "random bytes": (bytes(range(256)) * 20, [400]),
    "bare LF": (b"GET /healthz HTTP/1.1\nHost: a\n\n", [400]),
    "bare CR": (b"GET /healthz HTTP/1.1\rHost: a\r\r", [400]),
    # Methods
    "CONNECT": (method(b"CONNECT", target=b"example.org:443"), [400]),
    "CONNECT to a path": (method(b"CONNECT"), [405]),
    "TRACE": (method(b"TRACE"), [405]),
    "PROPFIND": (method(b"PROPFIND"), [405]),
    "OPTIONS *": (method(b"OPTIONS", target=b"*"), [404]),
    "preflight of nothing": (
        method(b"OPTIONS", b"Origin: x", b"Access-Control-Request-Method: \xff"), [405]),
    # Targets
    "GET *": (get(b"*"), [404]),
    "absolute": (get(b"http://evil.example/healthz"), [200]),
    "absolute with a port beyond all": (get(b"http://a:99999999/healthz"), [400]),
    "another scheme": (get(b"file:///etc/passwd"), [400]),
    "no slash": (get(b"healthz"), [400]),
    "only a query": (get(b"?"), [400]),
    "fragment": (get(b"/healthz#x"), [400]),
    "space in it": (get(b"/health z"), [400]),
    "raw UTF-8": (get("/v1/organizations/lào-cai".encode()), [400]),
    "raw UTF-8 in the query": (get("/v1/organizations?code=lào".encode()), [400]),
    "raw control byte": (get(b"/v1/organizations?code=\x1b[31m"), [400]),
    "%zz": (get(b"/v1/organizations?code=%zz"), [400]),
    "lone %": (get(b"/v1/organizations/%"), [400]),
    "cut-off escape": (get(b"/v1/organizations?code=%4"), [400]),
    "twice escaped": (get(b"/v1/organizations/%256cao-cai"), [404]),
    "twice escaped NUL": (get(b"/v1/organizations?code=%2500"), [422]),
    "NUL": (get(b"/v1/organizations/%00"), [400]),
    "overlong UTF-8": (get(b"/v1/organizations/%c0%af"), [400]),
    "surrogate": (get(b"/v1/organizations?code=%ed%a0%80"), [400]),
    "beyond Unicode": (get(b"/v1/organizations?code=%f4%90%80%80"), [400]),
    "UTF-16": (get(b"/v1/organizations?code=%ff%fe%61%00"), [400]),
    "escaped line end": (get(b"/v1/organizations?code=a%0d%0aSet-Cookie:%20b"), [422]),
    "full-width digits": (get(b"/v1/organizations?limit=%ef%bc%91"), [422]),
    "Arabic digits": (get(b"/v1/organizations?limit=%d9%a1"), [422]),
    "4000 digits": (get(b"/v1/organizations?limit=" + b"9" * 4000), [422]),
    "two slashes": (get(b"//healthz"), [404]),
    "another host by slashes": (get(b"//evil.example/healthz"), [404]),
    "upwards": (get(b"/../../etc/passwd"), [404]),
    "upwards from assets": (get(b"/assets/../../main.py"), [404]),
    "upwards, escaped": (get(b"/assets/%2e%2e%2f%2e%2e%2fmain.py"), [404]),
    "backslashes": (get(b"/assets/..%5c..%5cmain.py"), [404]),
    "escaped slash": (get(b"/v1%2forganizations"), [200]),
    "path parameters": (get(b"/v1/organizations;a=b"), [404]),
    "long segment": (get(b"/v1/organizations/" + b"a" * 7000), [404]),
    "deep path": (get(b"/a" * 3500), [404]),
    "long address": (get(b"/" + b"a" * 30_000), [414]),
    "longer address": (get(b"/" + b"a" * 200_000), [414]),
    "60 parameters": (get(b"/v1/config?" + b"&".join(b"p%d=1" % n for n in range(60))), [422]),
    "4000 parameters": (get(b"/v1/config?" + b"a&" * 3900), [422]),
    # Headers
    "no Host": (b"GET /healthz HTTP/1.1\r\n\r\n", [400]),
    "two Hosts": (get(b"/healthz", b"Host: b"), [400]),
    "same Host twice": (get(b"/healthz", b"Host: a"), [400]),
    "huge Host": (FINE.replace(b"Host: a", b"Host: " + b"a" * 9000), [400]),
    "Host that is none": (FINE.replace(b"Host: a", b"Host: a/b?c@d"), [400]),
    "Host of bytes": (FINE.replace(b"Host: a", b"Host: \xc4\x91"), [400]),
    "space before the colon": (get(b"/healthz", b"X-A : b"), [400]),
    "no colon": (get(b"/healthz", b"nonsense"), [400]),
    "no name": (get(b"/healthz", b": b"), [400]),
    "name of bytes": (get(b"/healthz", b"\xff\xfe: b"), [400]),
    "value of bytes": (get(b"/v1/config", b"X-A: \xff\xfe\xc4\x91"), [200]),
    "Accept of bytes": (get(b"/v1/config", b"Accept: \xff\xfe"), [406]),
    "folded": (get(b"/healthz", b"X-A: b", b" c"), [400]),
    "folded first": (FINE.replace(b"Host", b" Host"), [400]),
    "NUL in a name": (get(b"/healthz", b"X\0A: b"), [400]),
    "NUL in a value": (get(b"/healthz", b"X-A: \0"), [400]),
    "escape in a value": (get(b"/healthz", b"X-A: \x1b[31m"), [400]),
    "lone CR in a value": (get(b"/healthz", b"X-A: b\rc"), [400]),
    "long header": (get(b"/healthz", b"X-A: " + b"b" * 33_000), [431]),
    "endless header": (get(b"/healthz", b"X-A: " + b"b" * 3_000_000), [431]),
    "header without an end": (get(b"/healthz", b"X-A: " + b"b" * 3_000_000)[:-4], [431]),
    "101 headers": (get(b"/healthz", *[b"X-A: b"] * 100), [431]),
    "100,000 headers": (get(b"/healthz", *[b"X-A: b"] * 100_000), [431]),
    "forwarded by nobody": (
        get(b"/healthz", b"X-Forwarded-For: \xff,,;", b"X-Forwarded-Proto: \xff"), [200]),
    "expects something odd": (get(b"/healthz", b"Expect: 200-maybe"), [200]),
    "WebSocket": (
        get(b"/healthz", b"Upgrade: websocket", b"Connection: Upgrade", b"Sec-WebSocket-Key: AA==",
            b"Sec-WebSocket-Version: 13"), [200]),
    "h2c": (
        get(b"/healthz", b"Upgrade: h2c", b"Connection: Upgrade, HTTP2-Settings",
            b"HTTP2-Settings: AAMAAABkAAQAAP__"), [200]),
    # Bodies
    "body": (get(b"/healthz", b"Content-Length: 3") + b"<a>", [413]),
    "body announced": (get(b"/healthz", b"Expect: 100-continue", b"Content-Length: 9"), [413]),
    "body of 99 GB": (get(b"/healthz", b"Content-Length: 99999999999"), [413]),
    "body of nothing": (get(b"/healthz", b"Content-Length: 0"), [200]),
    "body, then a request": (get(b"/healthz", b"Content-Length: 3") + b"<a>" + FINE, [413]),
    "chunks": (get(b"/healthz", b"Transfer-Encoding: chunked") + b"1\r\na\r\n0\r\n\r\n", [413]),
    "broken chunks": (get(b"/healthz", b"Transfer-Encoding: chunked") + b"ZZ\r\na\r\n", [413]),
    "unknown coding": (get(b"/healthz", b"Transfer-Encoding: xchunked"), [413]),
    "gzip": (
        get(b"/healthz", b"Content-Encoding: gzip", b"Content-Length: 2") + b"\x1f\x8b", [413]),
    "POST of XML": (
        method(b"POST", b"Content-Type: application/xml", b"Content-Length: 3") + b"<a>", [405]),
    "POST of parts": (
        method(b"POST", b"Content-Type: multipart/form-data", b"Content-Length: 4") + b"--\r\n",
        [405]),
    "negative length": (get(b"/healthz", b"Content-Length: -1"), [400]),
    "length that is none": (get(b"/healthz", b"Content-Length: 0x3"), [400]),
    "length beyond 64 bits": (get(b"/healthz", b"Content-Length: " + b"9" * 24), [400]),
    "two lengths": (get(b"/healthz", b"Content-Length: 4", b"Content-Length: 5"), [400]),
    "length and chunks": (
        method(b"POST", b"Content-Length: 4", b"Transfer-Encoding: chunked") + b"0\r\n\r\n" + FINE,
        [400]),
    # Several at once
    "three in a row": (FINE * 3, [200, 200, 200]),
    "a request, then none": (FINE + b"\0\0\0\r\n\r\n", [200, 400]),
    "a slow request, then none": (get(b"/v1/organizations/vn/profile") + b"\0\r\n\r\n", [200, 400]),
}  # fmt: skip
