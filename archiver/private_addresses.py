"""The guard against loopback and private addresses, at the one place every connection goes through.

A link, a redirect, a feed entry or robots.txt of a hostile site may name 169.254.169.254, a router or a
name that resolves there. Refusing by the resolved address, at connect time, covers them all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface.declarations import implementer

logger = logging.getLogger(__name__)


def is_public(host: str) -> bool:
    """Whether an IP address lies on the public internet; addresses inside IPv6 ones are looked at too."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if address in _NAT64:
            return is_public(str(ip_address(int(address) & 0xFFFFFFFF)))
    return address.is_global and not address.is_multicast


_NAT64 = ip_network("64:ff9b::/96")


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes resolved addresses on, but for the private ones."""

    def __init__(self, receiver: Any, name: str, lets_through: Callable[[str, str], bool]) -> None:
        self._receiver = receiver
        self._name = name
        self._lets_through = lets_through

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:
        if self._lets_through(self._name, getattr(address, "host", "")):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()


class PublicHostnameResolver(CachingHostnameResolver):
    """Resolves names (and literal addresses) to public addresses only, unless ARCHIVER_ALLOW_PRIVATE."""

    def __init__(self, reactor: ReactorBase, cache_size: int, allow_private: bool) -> None:
        super().__init__(reactor, cache_size)
        self.allow_private = allow_private
        self._refused: set[tuple[str, str]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicHostnameResolver:
        """Made by Scrapy when it starts its reactor."""
        settings = crawler.settings
        return cls(reactor, settings.getint("DNSCACHE_SIZE"), settings.getbool("ARCHIVER_ALLOW_PRIVATE"))

    def is_allowed(self, host: str) -> bool:
        """Whether the crawl may connect to an IP address."""
        return self.allow_private or is_public(host)

    def _lets_through(self, name: str, host: str) -> bool:
        is_allowed = self.is_allowed(host)
        if not is_allowed and (name, host) not in self._refused:
            self._refused.add((name, host))
            logger.error(
                "%s is at %s, a private address: not fetched. --allow-private lets a crawl go there.", name, host
            )
        return is_allowed

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """As Twisted's, with private addresses left out; a name that has no others is not found."""
        receiver: Any = _PublicOnly(resolutionReceiver, hostName, self._lets_through)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
