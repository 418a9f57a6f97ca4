from wagtail import urls

urlpatterns = urls.urlpatterns
