from django.urls import path

from golab.ops import health, metrics, wellknown

urlpatterns = [
    path("healthz", health.live, name="health"),
    path("healthz/live", health.live, name="health_live"),
    path("healthz/ready", health.ready, name="health_ready"),
    path("healthz/deep", health.deep, name="health_deep"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", wellknown.robots, name="robots"),
    path("sitemap.xml", wellknown.sitemap, name="sitemap"),
    path("manifest.webmanifest", wellknown.manifest, name="manifest"),
    path("favicon.ico", wellknown.favicon, name="favicon"),
    path(".well-known/security.txt", wellknown.security_txt, name="security_txt"),
]
