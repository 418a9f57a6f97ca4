"""What the lists of the menu "Advice surgeries" have in common."""

from wagtail.admin.viewsets.model import ModelViewSet

from surgeries.staff import views as staff_views


class SurgeryViewSet(ModelViewSet):
    """What all of these have in common: they show each person what is theirs."""

    index_view_class = staff_views.IndexView
    add_view_class = staff_views.CreateView
    edit_view_class = staff_views.EditView
    delete_view_class = staff_views.DeleteView
    inspect_view_class = staff_views.InspectView
    history_view_class = staff_views.HistoryView
    usage_view_class = staff_views.UsageView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
