// Starts ReDoc; apart from the page, so that the policy needs no inline script.
Redoc.init("/openapi.json", { hideDownloadButton: false, nativeScrollbars: true }, document.getElementById("redoc"));
