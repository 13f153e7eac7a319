"""Words of the trade, and what customers understand instead. See ``lexicon`` for how to read it."""

from __future__ import annotations

from noroshi.domain.guardrails.lexicon import Lexicon

_ENGLISH = """
latency = delay
increased latency, elevated latency, higher latency, high latency = delays
latency issues, latency problems, increased latencies, latencies = delays
elevated response times, increased response times, elevated latencies = slow responses
elevated error rates, increased error rates, higher error rates, elevated error rate = errors
increased error rate, high error rates, elevated rates of errors, elevated errors = errors
elevated levels of errors, elevated number of errors, increased level of errors = errors
elevated ? more than usual
error rates, error rate ? how many errors there are
degraded performance, performance degradation, degradation of performance = slowness
degraded, degrade, degrades, degrading, degradation ? slower, or failing in part
root cause = cause
root causes = causes
root cause analysis = report on the cause
rca, rcas ? report on the cause
mitigate, mitigates, mitigating, mitigated ? reduce, or fix
mitigation, mitigations ? what we did to help
mitigated the issue, mitigated the problem ? reduced, or fixed, the problem
remediate = fix
remediates = fixes
remediated = fixed
remediating = fixing
remediation ? repair
failover, failovers, fail over, fails over, failing over ? switch to the backup system
failed over to = switched to
failed over ? switched to the backup system
failback, failed back ? return to the main system
was rolled back = was undone
were rolled back = were undone
is rolled back = is undone
are rolled back = are undone
been rolled back = been undone
being rolled back = being undone
be rolled back = be undone
has rolled back = has undone
have rolled back = have undone
we rolled back = we undid
rolled back ? undone, or undid
rolling back = undoing
roll back = undo
rollback, rollbacks ? return to the earlier version
revert, reverts, reverting, reverted ? undo
upstream provider = provider
upstream providers = providers
upstream vendor = provider
upstream, upstream issue, upstream dependency ? a service that we depend on
downstream ? the services that depend on it
packet loss, packet drops, dropped packets ? bad connections
5xx errors, 5xx responses, http 5xx errors, http 500 errors, http 503 errors, 5xx error = errors
4xx errors, 4xx responses, http 4xx errors = errors
5xx, http 5xx, 4xx, http 4xx, http 500, http 502, http 503, http 504, http 429 ? errors
dns resolution, dns, name resolution, nameserver, nameservers ? the address book of the internet
replica lag, replication lag, replication delay ? a delay in copying data
replica, replicas, read replica, read replicas, replication ? copy of the data
throttled, rate limited = limited
throttle, throttling, rate limiting, rate limits, rate limit ? limits on how much one can send
redeploy, redeployed ? release again
deployed = released
deploying = releasing
deployment, deploy = release
deployments = releases
rolled out = released
rolling out = releasing
rollout = release
hotfix = fix
hotfixes = fixes
throughput ? how much gets through
saturated = overloaded
saturation ? overload
intermittent = occasional
intermittently = at times
intermittency ? failures at times
connectivity issues, connectivity problems, network connectivity issues = connection problems
connectivity ? connections
authentication issues = sign-in problems
authentication errors = sign-in errors
authentication failures = failed sign-ins
two factor authentication, multi factor authentication, 2 factor authentication :
strong customer authentication, authentication app, authentication code :
authentication, authenticate, authenticating ? sign-in
a subset of = some
a small subset of = some
utilize, utilise = use
utilized, utilised = used
utilizing, utilising = using
node, nodes ? server
shard, shards ? part of the database
cluster, clusters ? group of servers
load balancer, load balancers ? the system that spreads the load
availability zone, availability zones ? data centre
endpoint, endpoints ? address, or service
payload, payloads ? data
backend, backends, back end ? our systems
frontend, front end ? the pages that you see
infrastructure issue, infrastructure issues = technical problems
ingress, egress ? incoming, or outgoing, traffic
ingestion ? intake of data
telemetry, observability ? measurements
provision, provisioned, provisioning ? set up
propagate, propagates, propagated, propagating, propagation ? spread
regression, regressions ? an error that a new version brought
race condition, race conditions, deadlock, deadlocks ? an error in our software
memory leak, memory leaks ? an error in our software
kernel panic, segfault, out of memory, oom, null pointer, stack trace ? the software crashed
garbage collection, thread pool, connection pool, connection pools, split brain, quorum ?
cascading failure, cascading failures ? one failure that led to others
thundering herd, backpressure, back pressure, circuit breaker ? too many requests at once
feature flag, feature flags ? setting
canary, canaries ? test with a few users
schema migration, database migration ? change to the database
schema, schemas ? the form of our data
cache invalidation, cache miss, cache misses, stale cache ? outdated copies
caching layer, cache, caches ? stored copies
config push, configuration push ? change of a setting
cron job, cron jobs, cronjob, cronjobs ? scheduled task
search query, search queries, your query, your queries :
query, queries ? request to the database
idempotent, idempotency ? safe to repeat
bgp, cdn, tcp, tls, ntp, rpc, grpc, waf, vpc, iops, qps, mttr, smtp, ssl ?
ddos, ddos attack, ddos attacks, denial of service attack ? an attack that floods our servers
p50, p90, p95, p99 ? how long most requests take
sev1, sev2, sev3, sev 1, sev 2, sev 3, sev0, sev 0 ? how serious it is, in words
hypervisor, kubernetes, pod, pods, container runtime, middleware, daemon ? our systems
"""
_JAPANESE = """
レイテンシ, レイテンシー = 遅延
レイテンシが高い, レイテンシーが高い, レイテンシの増大, レイテンシーの増大, レイテンシの増加, レイテンシーの増加 = 遅延
ロールバックしま, ロールバックいたしま, ロールバック致しま = 元に戻しま
ロールバックして, ロールバックいたして, ロールバック致して = 元に戻して
ロールバックした = 元に戻した
ロールバックする = 元に戻す
ロールバックを実施, ロールバックの実施 ? 元に戻す作業
ロールバック作業 = 元に戻す作業
ロールバック ? 元に戻すこと
切り戻しま, 切り戻しを行いま, 切り戻しを実施しま, 切戻しを行いま, 切戻しを実施しま = 元に戻しま
切り戻して, 切戻して = 元に戻して
切り戻し作業, 切戻し作業 = 元に戻す作業
切り戻し, 切戻し, 切り戻す ? 元に戻すこと
フェイルオーバー, フェールオーバー, フェイルオーバ, フェールオーバ = 予備系への切り替え
フェイルオーバーし, フェールオーバーし, フェイルオーバーす, フェールオーバーす, フェイルオーバーさ ? 予備系に切り替える
フェイルバック, フェールバック ? 元の系統に戻すこと
デプロイ, デプロイメント = 適用
デグレード, デグレ ? 更新による不具合
縮退運転, 縮退稼働, 縮退運用 = 機能を絞った運用
縮退 ? 機能や性能を抑えること
冗長構成 = 予備を備えた構成
冗長化構成 = 予備を備えた構成
冗長化, 冗長性 ? 予備を備えること
意思疎通, 意志疎通 :
疎通不可 = 接続できない状態
疎通確認 = 接続の確認
疎通 = 接続
輻輳, 輻そう, ふくそう ? 通信の混雑
スループット = 処理能力
スローダウン ? 速度の低下
パケットロス, パケロス ? 通信の一部が届かないこと
タイムアウトエラー = 時間切れのエラー
タイムアウトが = 時間切れが
タイムアウトし, タイムアウトす, タイムアウト ? 時間内に応答がないこと
リトライ = 再試行
レプリケーション遅延, レプリケーションの遅延 = データの複製の遅れ
レプリケーション ? データの複製
レプリカ ? データの複製
スロットリング ? 利用量の制限
レート制限, レートリミット ? 利用回数の制限
クラスタ, クラスター, ノード ? サーバー
シャード, シャーディング ? データベースの一部
ロードバランサ, ロードバランサー ? アクセスを振り分ける装置
アベイラビリティゾーン ? データセンター
エンドポイント ? 接続先
ペイロード ? データ
バックエンド ? 当社のシステム
フロントエンド ? 画面
ミドルウェア, ハイパーバイザ, ハイパーバイザー, コンテナ, ポッド ? 当社のシステム
プロビジョニング ? 準備
オーケストレーション, テレメトリ, テレメトリー ?
コネクションプール, スレッドプール, デッドロック, メモリリーク, メモリーリーク ? ソフトウェアの不具合
競合状態, レースコンディション, ガベージコレクション ? ソフトウェアの不具合
コネクション = 接続
ハングアップ = 停止
リブート = 再起動
コンフィグ = 設定
コンフィグレーション = 設定
ホットフィックス = 緊急の修正
パッチ ? 修正プログラム
マイグレーション = 移行
スキーマ, クエリ, クエリー, インデックス再構築 ? データベースの処理
キャッシュサーバ, キャッシュサーバー, キャッシュクリア, キャッシュ ? 一時的に保存したデータ
トラフィック ? アクセス
ワークアラウンド = 代わりの方法
根本原因 = 原因
暫定対処 = 一時的な対応
恒久対処, 恒久対応 = 根本的な対応
恒久対策 = 根本的な対策
切り分け作業, 障害切り分け = 原因の絞り込み
原因の切り分け, 問題の切り分け = 原因の絞り込み
死活監視 = 稼働の監視
閾値 = 基準値
瞬断 ? 瞬間的な切断
片系, 片系障害, 正系, 副系 ? 2系統のうちの1系統
帯域, 帯域幅 ? 通信の容量
リソース枯渇, リソースの枯渇, リソース不足 = 処理能力の不足
コネクション枯渇, 枯渇 ? 不足
キャパシティ = 処理能力
キャパシティー = 処理能力
フィーチャーフラグ, カナリアリリース ?
エスカレーション, エスカレ ? 担当部門への報告
名前解決, dns ? インターネット上の宛先の管理
5xxエラー, 5xx系エラー, 5xx, 4xxエラー, 4xx, http 5xx ? エラー
bgp, cdn, tcp, tls, ntp, rpc, grpc, waf, vpc, iops, qps, mttr, smtp, ssl, rca ?
ddos攻撃, ddos ? 大量のアクセスによる攻撃
sev1, sev2, sev3 ? 重大さを表す言葉
"""
WORDS = {
    "en": Lexicon(_ENGLISH, spaced=True),
    "ja": Lexicon(_JAPANESE, spaced=False),
}
