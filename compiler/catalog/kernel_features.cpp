// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/kernel_features.h"

#include <algorithm>
#include <iterator>

namespace rulec::catalog {
namespace {

// clang-format off
constexpr FeatureRow kFeatures[] = {
    {Feature::table_owner,         "`flags owner`",                             {5, 12}},
    {Feature::bound_chain,         "a chain without a name, `{ ... }`",         {5, 9}},
    {Feature::several_devices,     "a base chain of several devices",           {5, 5}},
    {Feature::concatenated_ranges, "a range or prefix in a concatenation",      {5, 6}},
    {Feature::catchall,            "the element `*`",                           {5, 13}},
    {Feature::set_statement,       "a statement for the elements of a set",     {5, 7}},
    {Feature::two_set_statements,  "more than one statement on an element",     {5, 11}},
    {Feature::delete_from_packets, "`delete @set` in a rule",                   {5, 4}},
    {Feature::last,                "`last`",                                    {5, 14}},
    {Feature::shift,               "`<<` or `>>`",                              {5, 6}},
    {Feature::inner_payload,       "`@ih`",                                     {5, 16}},
    {Feature::nat_prefix,          "nat to a prefix",                           {5, 8}},
    {Feature::option_reset,        "`reset tcp option`",                        {5, 18}},
    {Feature::secmark,             "a `secmark` object",                        {4, 20}},
    {Feature::flowtable_counter,   "`counter` of a flowtable",                  {5, 7}},
    {Feature::flowtable_offload,   "`flags offload`",                           {5, 5}},
};
// clang-format on

} // namespace

const FeatureRow& feature(Feature what) {
    return *std::ranges::find(kFeatures, what, &FeatureRow::what);
}

} // namespace rulec::catalog
