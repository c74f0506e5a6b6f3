"""Asking for paper: nothing is chosen, since who asks decides what it may show."""

from django import forms


class PdfForm(forms.Form):
    """The button alone."""
