#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the harness runs instead of rulec to score `rulec compile --to nft`: `apply FILE` loads the text with stock nft.
# The text has to be its own text: compiled again it must not change.
#
# usage: through_nft.sh RULEC apply|check FILE
set -euo pipefail

rulec=$1
verb=$2
file=$3
[ "$verb" = apply ] || exec "$rulec" "$verb" "$file"

"$rulec" compile --to nft "$file" > "$file.once"
"$rulec" compile --to nft "$file.once" > "$file.again"
cmp "$file.once" "$file.again" >&2
exec nft -f "$file.once"
