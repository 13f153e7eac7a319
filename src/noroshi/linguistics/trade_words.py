"""Words of the trade that a general dictionary lacks, and that are right in a message."""

from __future__ import annotations

# Plural, past and -ing forms are made in spelling.py.
_WORDS = """
admin admins allowlist analytics anonymize anycast api apis app apps async asynchronous auth
authenticator authenticators autocomplete autofill autoscale autoscaler autosave autovacuum backend
backfill backlog backoff backport backpressure backup balancer bandwidth bastion benchmark biometric
blocklist blog blogpost bot breakages broadband buffer bugfix bytecode cache cacheable captcha
cardholder changelog chargeback chatbot checkbox checkpoint checksum checkout cleanup click
clickable cloud cluster codebase codepath colocation comms config configs containerize control
cooldown coredump cron cronjob crossover customizable cutover cyberattack daemon dashboard
dataplane dataset datastore datacenter datacentre datetime deadlock debit debug decommission
decrypt dedupe deduplicate deduplication denylist deploy deprecate deprecation deregister
deserialize desync dev developer devops diff dns dockerfile downdetector downgrade downlink download
downscale downstream downtime draft dropdown ecommerce email emoji encrypt endpoint entrypoint env
erroring errored eventing failback failover fallback fanout favicon fiber filesystem filename
filter fintech firewall firmware footprint fork freemium frontend fullscreen gateway geo geolocation
geolocate git globally google granularity graphs grayed hang hardcode hardware hash hashtag
healthcheck healthy heartbeat helpdesk helpline homepage hostname hotfix hotspot href html http
https hub hypervisor iframe impactful inbound inbox infra ingest ingester ingestion ingress
initialize inline inode instantiate integrator integrations interop intermittency intermittently
internet intranet invoicing iOS ip javascript jitter json keepalive kernel keypair keyspace keystore
kubectl kubernetes lambda latencies linter linux livestream loadbalancer localhost lockout
log logfile login logoff logon logout lookup mailbox mailer mailing mainframe malformed malware
mashup meltdown memcache memcached merchandiser metadata microservice middleware
misbehave misbehaving misclassify misconfigure misconfiguration misroute mitigate mitigation
mobile modem monorepo multicast multifactor multiplex multiregion multitenant mutex mysql namespace
nameserver nan natively netblock netsplit nginx node npm oauth offboard offline onboard
onboarding online onsite opcode openid optimizations orchestrator oss outbound outlier
overprovision packet pageload pageview param params parser passcode passkey passphrase passwordless
patch payload paywall pdf peering perf performant permalink phish phishing php ping pingback pinned
pipeline plaintext platform playback playbook plugin png podcast popup postgres postgresql
postmaster postmortem preauthorize prefetch preflight preload prepaid preprod preview
prioritization proactively proxied proxies proxy proxying pubsub purchaser python quarantine queryable
queue queueing ransomware rasterize realtime reauthenticate reauthorize rebase reboot
recalculate recurrence redirect redirection redis redeploy refactor regex reindex reinitialize
reinstate remediate remediation renderer replica reprocess repo requeue reroute rescan resend
resolver resync resynchronize retransmit retry retried retries reupload roadmap rollback rollout
rollup router routable rsync ruleset runbook runtime saas sandbox scalability schema screenshot
scrollbar sdk segfault selfie serializer server serverless sharding shard shortlist sidebar signin
signoff signon signup sitemap sitewide smartphone smtp snapshot snooze socket software sourcemap
spam spinner spreadsheet sql sqlite ssd ssh ssl sso standby startup stateful stateless storefront
subdomain subdirectory submenu subnet subprocess subprocessor subreddit subscriber
subset subsystem sudo superuser svg symlink sync synced syncing sysadmin syslog systemd
systemic tablespace takedown telco teleconference telemetry templating tenancy tenant terabyte
terraform thinclient throttle throttling throughput thumbnail timeframe timeline timeout timestamp
timezone tls todo toggle tokenize tokenization tooltip touchpoint transcode transpile triage
troubleshoot troubleshooter troubleshooting troubleshot tunnel typeahead uber ui unauthenticated
unblock uncached undeliverable underprovision unencrypted unhandled uninstall unpause unresponsive
unsubscribe unsynced unthrottle untrusted upgrade uplink upload upscale upsert upstream uptime url
urls usable useragent userbase username utc validator vendor versioning video viewport virtualize
virtualization vlan vm vms voicemail voip vpn warmup watchdog watchlist webapp webcam webform webhook
webinar webmail webpage webserver website websocket whitelist whitepaper widget wifi wiki wildcard
wireframe wireless workaround workbook workflow workgroup workload workspace workstation worldwide
xml yaml zip zipfile
android apple azure bitbucket chrome cloudflare debian docker dropbox elasticsearch facebook firefox
github gitlab gmail gradle grafana hadoop heroku instagram ipad iphone jenkins jira kafka linkedin
macos microsoft mongodb oracle outlook pagerduty paypal pinterest prometheus rabbitmq rubygems safari
salesforce sendgrid shopify skype slack stripe twilio twitter ubuntu unix vimeo whatsapp wordpress
youtube zendesk
approx attaches mortem reachability enqueue dequeue nodepool fileserver graphql unsubscription
vercel datadog lfs autoplay crowdsource failsafe subscribable preauthorise bulkhead
multi org gist tarball zipball mergeable haproxy nagios splunk fsck innodb readonly stylesheet searchable mins
xen backlink codepath unmerged requeues resubscribe rebalance rebalancing repoint
ok okay eta etc vs via faq faqs asap pm am ie eg tbc roughly mid re pre non un co eu uk us
"""
TRADE: frozenset[str] = frozenset(_WORDS.lower().split())
"""In lower case."""

_OFTEN = """
about access account accounts affected after again also apologise apologize apologies apology
available availability because been before began behaviour behavior being believe between by can
card cards cause caused causing change changes checkout completed connection connections continue
could customer customers data database degraded delay delayed delays did down due during effect
email emails error errors every everything experience experienced experiencing failed failing
failure failures first fix fixed following for from further have hour identified impact impacted
implemented incident inconvenience infrastructure intermittent internal investigate investigated
investigating investigation issue issues know latency longer maintenance many may minutes mitigated
monitor monitoring network next no normal normally not now number occurred of operating operational
operations orders organise other our out outage outages page partial pay payment payments performance
please problem problems provide provider received recover recovered recovering recovery region
regions reports request requests resolution resolve resolved response restore restored result
results root running service services several should since sincerely slow some soon sorry status
still successful successfully support system systems team that the their there these they this
those though through time to together traffic transactions trouble unable unavailable until update
updates use users very was we were what when where which while who will with within work workaround
working would you your
"""
OFTEN: frozenset[str] = frozenset(_OFTEN.split())
"""What messages of incidents are made of: the likeliest words behind a slip."""

_UNFIT = """
anal anus arse arses arsehole ass asses asshole assholes bastard bastards bitch bitches boob boobs bugger
chink cock cocks crap cum cunt cunts damn damned dick dicks dildo dyke dykes erotic fag faggot faggots
fags fuck fucked fucker fuckers fucking fucks gook hooker hookers incest jap japs kike nigga nigger niggers
nude orgies orgy penis piss pissed pisses pissing porn porno pube pubes pubic pussy rape raped rapes rapist
retard retarded retards semen sex sexy shit shits shitting shitty slut sluts spic spunk tit tits twat vagina
wank wanker whore whores
"""
UNFIT: frozenset[str] = frozenset(_UNFIT.split())
"""Never meant in such a message, and never suggested: "pubic" was to be "public"."""
