"""A page's address and HTML in; the addresses that may be its feeds out, the likeliest first.

Principle: what a site says of itself comes before what is guessed of it. In this order: what an address of a known
shape tells without any request (a repository, a channel, a forum); what the page declares (`<link rel=alternate>`);
what a page of a known shape holds (a YouTube handle's page names its channel); what the page links to as RSS; and
only where all that is nothing, the paths that feeds usually have, few of them; and for a site without any feed its news
sitemap: those that robots.txt names as one of news, the names such files usually have, what else robots.txt names.
Known exceptions: WordPress declares its machine interface as application/json, which is no feed; feeds of comments
are declared beside those of articles and left out where there are others. Rejected: searching text for addresses (finds
the feeds of others), asking a search service (nothing here needs one), HEAD requests (half of all servers answer them
otherwise).
Source: the RSS Advisory Board's autodiscovery specification, WHATWG HTML 4.6.7.1, sitemaps.org ("Sitemap:" lines of
robots.txt), the sites' own documentation.

A page is hostile until proven otherwise: `declared` takes linear time, and runs in a `worker.Worker` all the same.
"""

from monitor.discover.guesses import sitemaps, usual_paths
from monitor.discover.page import declared
from monitor.discover.shapes import shaped

__all__ = ["declared", "shaped", "sitemaps", "usual_paths"]
