"""Paging of API lists. Apart from api.py because REST framework loads it while that imports."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Numbered pages of 50, at most 200, with a Link header beside the body."""

    page_size_query_param = "page_size"
    max_page_size = 200

    def get_paginated_response(self, data):
        response = super().get_paginated_response(data)
        links = [("next", self.get_next_link()), ("prev", self.get_previous_link())]
        response["Link"] = ", ".join(f'<{url}>; rel="{name}"' for name, url in links if url)
        return response

    def get_paginated_response_schema(self, schema):
        """REST framework's own, with null as OpenAPI 3.1 says it."""
        page = super().get_paginated_response_schema(schema)
        for name in ("next", "previous"):
            page["properties"][name] = {"type": ["string", "null"], "format": "uri"}
        return page
