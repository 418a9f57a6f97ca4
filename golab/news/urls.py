"""The feed. The pages have their addresses from the page tree."""

from django.urls import path

from golab.news.feeds import NewsFeed

app_name = "news"
urlpatterns = [path("feed.atom", NewsFeed(), name="feed")]
