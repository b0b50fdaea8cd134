"""Scrapy's settings for every crawl. What differs from Scrapy's defaults has its reason beside it."""

from archiver import __version__
from pipelines import ITEM_PIPELINES as ITEM_PIPELINES

BOT_NAME = "archiver"
SPIDER_MODULES = ["spiders.sites", "spiders.web"]
NEWSPIDER_MODULE = "spiders.sites"
SPIDER_LOADER_CLASS = "spiders.site_loader.SiteLoader"  # knows the sites in ARCHIVER_SITES, too

# A polite guest: says who it is, does as robots.txt says, asks one thing at a time and waits in between.
ARCHIVER_CONTACT = ""  # an address a site's owner can write to; set it with -s ARCHIVER_CONTACT=you@example.org
USER_AGENT = f"archiver/{__version__} (keeps news articles with their comment threads)"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "archiver"  # our name alone: the rest of the User-Agent holds words that others go by
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes a failure for a permission
    "archiver.robots.FailClosedRobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,  # a thread is read as anybody sees it
    "archiver.conditional_requests.ConditionalRequestMiddleware": 900,  # before bodies are decompressed
    "archiver.captures.middleware.CaptureMiddleware": 1000,  # nearest to the network: bodies as received
}
SPIDER_MIDDLEWARES = {
    "archiver.robot_checks.RobotCheckMiddleware": 40,  # before HttpErrorMiddleware (50)
    "archiver.turns.TurnsMiddleware": 1000,  # nearest to the spider
}
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2
AUTOTHROTTLE_ENABLED = True  # slower still where a site answers slowly
AUTOTHROTTLE_START_DELAY = 2
AUTOTHROTTLE_TARGET_CONCURRENCY = 1
CONCURRENT_ITEMS = 1  # a page gives one thread; Scrapy starts so many tasks for every page (measured: 5 % of a crawl)
CONCURRENT_REQUESTS = 100  # those that wait for a host which asked for a pause must not hold up other hosts
ARCHIVER_PAUSE = 30  # seconds to leave a host alone that refuses (429) and does not say how long
ARCHIVER_LONGEST_CRAWL_DELAY = 60  # seconds between two requests that a robots.txt may ask for
ARCHIVER_LONGEST_PAUSE = 3600  # a host that asks for more is left to a later crawl
DOWNLOAD_TIMEOUT = 60
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the spider names each page that could not be fetched, and why

# What comes from the web is hostile.
DOWNLOAD_HANDLERS = {
    **{"data": None, "file": None, "ftp": None, "s3": None},  # nothing but http and https
    "http": "archiver.download_handler.PatientDownloadHandler",
    "https": "archiver.download_handler.PatientDownloadHandler",
}
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # Scrapy's own 1 GiB lets 495 bytes of gzip fill the memory
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
REDIRECT_MAX_TIMES = 5
EXTENSIONS = {  # not even imported: that takes as long as all the rest of a crawl's start
    "scrapy.extensions.telnet.TelnetConsole": None,  # runs code for whoever reaches the port
    "scrapy.extensions.remote_control.RemoteControl": None,  # the same over HTTP, on by default since Scrapy 2.19
}
URLLENGTH_LIMIT = 2083
TWISTED_DNS_RESOLVER = "archiver.private_addresses.PublicHostnameResolver"
ARCHIVER_ALLOW_PRIVATE = False  # True lets a crawl reach loopback and private addresses

# One archive, in the folder of the command.
ARCHIVER_DB = "archive.db"
ARCHIVER_RUN = 0
ARCHIVER_VERB = "crawl"  # as what the run is noted
ARCHIVER_CAPTURES = True  # every response as received, in a folder beside the archive

LOG_LEVEL = "WARNING"
LOG_FORMATTER = "archiver.log_formatter.AddressOnlyLogFormatter"
FEED_EXPORT_ENCODING = "utf-8"
