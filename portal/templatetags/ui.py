"""Words, colours and small formats for templates."""

from django import template

register = template.Library()
