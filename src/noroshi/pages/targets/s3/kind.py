"""What forms, documentation and checks need to know about the S3 target."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from noroshi.pages.target import Target, TargetField, TargetKind


def _open(settings: Mapping[str, str]) -> Target:
    # boto3 takes a quarter of a second to import: only who publishes to S3 pays for it.
    opened: Target = import_module("noroshi.pages.targets.s3.opening").open_s3(settings)
    return opened


S3 = TargetKind(
    key="s3",
    name={"en": "S3 bucket", "ja": "S3バケット"},
    help={
        "en": "Amazon S3, or any store that speaks its protocol. Without keys the usual chain of "
        "AWS is asked: environment, profile, role of the machine.",
        "ja": "Amazon S3、またはS3互換のストレージです。キーを指定しない場合は、AWSの標準の順序"
        "（環境変数、プロファイル、マシンのロール）で認証情報を探します。",
    },
    fields=(
        TargetField(
            name="bucket",
            label={"en": "Bucket", "ja": "バケット"},
            help={"en": "Give the name of the bucket.", "ja": "バケット名を指定してください。"},
        ),
        TargetField(
            name="region",
            label={"en": "Region", "ja": "リージョン"},
            help={
                "en": "Choose another region than the product's own.",
                "ja": "サービス本体とは別のリージョンをお勧めします。",
            },
            required=False,
        ),
        TargetField(
            name="endpoint",
            label={"en": "Endpoint", "ja": "エンドポイント"},
            help={
                "en": "Leave empty for Amazon; otherwise the address of the store.",
                "ja": "Amazonの場合は空欄。それ以外はストレージのアドレスを指定してください。",
            },
            required=False,
        ),
        TargetField(
            name="prefix",
            label={"en": "Prefix", "ja": "プレフィックス"},
            help={
                "en": "Where in the bucket the page lies, for example “status”. Leave empty for its "
                "root.",
                "ja": "バケット内の場所（例：status）。ルートに置く場合は空欄にしてください。",
            },
            required=False,
        ),
        TargetField(
            name="access_key_id",
            label={"en": "Access key ID", "ja": "アクセスキーID"},
            help={
                "en": "Leave empty to use the chain of AWS.",
                "ja": "空欄の場合はAWSの標準の順序。",
            },
            required=False,
            secret=True,
        ),
        TargetField(
            name="secret_access_key",
            label={"en": "Secret access key", "ja": "シークレットアクセスキー"},
            help={
                "en": "Leave empty to use the chain of AWS.",
                "ja": "空欄の場合はAWSの標準の順序。",
            },
            required=False,
            secret=True,
        ),
    ),
    open=_open,
)
