#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Scores rulec against recorded answers of stock nft. The corpora are not part of this repository: they are looked for
# in $RULEC_CONFORMANCE, then beside the checkout, and without them there is nothing to do (exit code 77).
#
# usage: run.sh RULEC [--through-nft] [--ratchet] [OPTIONS AND CORPORA OF THE HARNESS...]
#   --through-nft: load what `rulec compile --to nft` writes, with stock nft
#   --ratchet: fail only if fewer cases pass than passed.txt (passed_through_nft.txt) says
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rulec=$(realpath "$1")
shift
command=$rulec
minimum=passed.txt
kinds=()
ratchet=no
if [ "${1:-}" = --through-nft ]; then
    command="$here/through_nft.sh $rulec"
    minimum=passed_through_nft.txt
    kinds=(--kind positive)
    shift
fi
if [ "${1:-}" = --ratchet ]; then
    ratchet=yes
    shift
fi

harness=${RULEC_CONFORMANCE:-$here/../../../shared/conformance}
if [ ! -e "$harness/conformance.py" ]; then
    echo "conformance: no corpora here, nothing was scored (RULEC_CONFORMANCE names their folder)"
    exit 77
fi
if [ $# -eq 0 ] || [[ ${!#} != *.jsonl ]]; then
    set -- "$@" "$harness"/public/{tests-py,tests-shell,github,optimize}.jsonl
fi

status=0
report=$(RULEC=$command python3 "$harness/conformance.py" "${kinds[@]}" "$@") || status=$?
if [ $ratchet = no ]; then
    echo "$report"
    exit $status
fi

summary=$(grep -E '^[0-9]+ of [0-9]+ pass' <<<"$report" || true)
passed=${summary%% *}
wanted=$(cat "$here/$minimum")
echo "conformance: ${summary:-no result}; at least $wanted must"
if [ "${passed:-0}" -lt "$wanted" ]; then
    echo "$report" | tail -60
    exit 1
fi
