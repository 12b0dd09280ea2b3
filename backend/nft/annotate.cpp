// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/annotate.h"

#include "backend/nft/attribute_walk.h"
#include "backend/nft/attributes.h"
#include "backend/nft/locate.h"
#include "backend/nft/names.h"

#include <cctype>
#include <cstring>
#include <iterator>

#include <fmt/format.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

namespace rulec::nft {
namespace {

constexpr std::size_t kMaxDepth = 12; // ours are at most nine deep
constexpr std::size_t align4(std::size_t n) {
    return (n + 3) & ~std::size_t{3};
}

std::string hex(Octets octets) {
    std::string text;
    for (const unsigned char octet : octets)
        fmt::format_to(std::back_inserter(text), "{:02x}", octet);
    return text;
}

std::uint64_t number_of(Octets octets) {
    return from_big_endian({octets.data(), octets.size()});
}

// The text in a string attribute, with what is not printable as \xHH.
std::string quoted(Octets octets) {
    if (!octets.empty() && octets.back() == 0) octets = octets.first(octets.size() - 1);
    std::string text = "\"";
    for (const unsigned char octet : octets) {
        if (std::isprint(octet) != 0 && octet != '"' && octet != '\\')
            text += static_cast<char>(octet);
        else
            fmt::format_to(std::back_inserter(text), "\\x{:02x}", octet);
    }
    return text + '"';
}

// What the siblings seen so far say about the ones that follow.
struct Context {
    std::string expression;
    std::uint32_t object_type = 0;
};

class Annotator {
  public:
    explicit Annotator(const MessageRemark& remark) : remark_(remark) {}

    void batch(Octets octets) {
        while (!octets.empty())
            octets = octets.subspan(message(octets));
    }
    std::string take() && { return std::move(text_); }

  private:
    std::size_t message(Octets octets); // its length
    void head(const nlmsghdr& header, const nfgenmsg& extra);
    void attributes(Octets run, Schema schema, std::size_t depth);
    void attribute(const Attribute& attribute, Schema schema, Context& context, std::size_t depth);
    void nested(const Attribute& attribute, std::string_view name, Schema schema, std::size_t depth);
    void garbage(Octets octets, std::size_t depth) {
        line(depth, "! {} octets that are no attribute: {}", octets.size(), hex(octets));
    }
    template <class... Args>
    void line(std::size_t depth, fmt::format_string<Args...> format, Args&&... args) {
        text_.append(2 * depth, ' ');
        fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
        text_ += '\n';
    }

    const MessageRemark& remark_;
    std::string text_;
};

std::size_t Annotator::message(Octets octets) {
    nlmsghdr header{};
    nfgenmsg extra{};
    constexpr std::size_t kHeaders = sizeof header + sizeof extra;
    if (octets.size() >= sizeof header) std::memcpy(&header, octets.data(), sizeof header);
    if (header.nlmsg_len < kHeaders || header.nlmsg_len > octets.size()) {
        line(0, "! {} octets that are no message: {}", octets.size(), hex(octets));
        return octets.size();
    }
    std::memcpy(&extra, octets.data() + sizeof header, sizeof extra);
    head(header, extra);
    const auto type = static_cast<std::uint8_t>(header.nlmsg_type & 0xff);
    const bool ours = (header.nlmsg_type >> 8) == NFNL_SUBSYS_NFTABLES;
    attributes(octets.subspan(kHeaders, header.nlmsg_len - kHeaders), ours ? message_schema(type) : Schema{}, 1);
    return std::min(align4(header.nlmsg_len), octets.size());
}

std::string type_name(std::uint16_t type) {
    if (type == NFNL_MSG_BATCH_BEGIN) return "BATCH_BEGIN";
    if (type == NFNL_MSG_BATCH_END) return "BATCH_END";
    if ((type >> 8) == NFNL_SUBSYS_NFTABLES) return std::string(message_name(static_cast<std::uint8_t>(type & 0xff)));
    return fmt::format("message type {:#x}", type);
}

std::string flag_words(std::uint16_t flags) {
    struct Row {
        std::uint16_t flag;
        std::string_view word;
    };
    static constexpr Row kFlags[] = {{NLM_F_REQUEST, " request"},
                                     {NLM_F_ACK, " ack"},
                                     {NLM_F_EXCL, " excl"},
                                     {NLM_F_CREATE, " create"},
                                     {NLM_F_APPEND, " append"}};
    std::string words;
    for (const Row& row : kFlags)
        if ((flags & row.flag) != 0) words += row.word;
    return words;
}

void Annotator::head(const nlmsghdr& header, const nfgenmsg& extra) {
    std::string remark = remark_ ? remark_(header.nlmsg_seq) : std::string();
    if (!remark.empty()) remark = "  # " + remark;
    line(0, "{} seq {} len {} family {} flags{}{}", type_name(header.nlmsg_type), header.nlmsg_seq, header.nlmsg_len,
         family_name(extra.nfgen_family), flag_words(header.nlmsg_flags), remark);
}

void Annotator::attributes(Octets run, Schema schema, std::size_t depth) {
    Context context;
    while (!run.empty()) {
        const auto next = depth < kMaxDepth ? take_attribute(run) : std::nullopt;
        if (!next) return garbage(run, depth);
        attribute(*next, schema, context, depth);
    }
}

void Annotator::nested(const Attribute& attribute, std::string_view name, Schema schema, std::size_t depth) {
    line(depth, "{}", name);
    attributes(attribute.payload, schema, depth + 1);
}

void Annotator::attribute(const Attribute& attribute, Schema schema, Context& context, std::size_t depth) {
    const AttributeRow* row = nullptr;
    for (const AttributeRow& candidate : schema)
        if (candidate.type == attribute.type) row = &candidate;
    // nft numbers the items of a list, so a schema with the one row NFTA_LIST_ELEM is for every type.
    if (row == nullptr && schema.size() == 1 && schema[0].name == "NFTA_LIST_ELEM") row = &schema[0];
    if (row == nullptr) return line(depth, "attribute {} {}", attribute.type, hex(attribute.payload));
    switch (row->kind) {
    case AttributeKind::number:
        if (row->name == "NFTA_OBJ_TYPE")
            context.object_type = static_cast<std::uint32_t>(number_of(attribute.payload));
        return line(depth, "{} {} ({})", row->name, hex(attribute.payload), number_of(attribute.payload));
    case AttributeKind::string:
        if (row->name == "NFTA_EXPR_NAME") {
            const auto* text = reinterpret_cast<const char*>(attribute.payload.data());
            context.expression.assign(text, strnlen(text, attribute.payload.size()));
        }
        return line(depth, "{} {}", row->name, quoted(attribute.payload));
    case AttributeKind::octets: return line(depth, "{} {}", row->name, hex(attribute.payload));
    case AttributeKind::nested: return nested(attribute, row->name, *row->schema, depth);
    case AttributeKind::expression: return nested(attribute, row->name, expression_schema(context.expression), depth);
    case AttributeKind::object: return nested(attribute, row->name, object_schema(context.object_type), depth);
    }
}

} // namespace

std::string annotate(std::span<const unsigned char> octets, const MessageRemark& remark) {
    Annotator annotator(remark);
    annotator.batch(octets);
    return std::move(annotator).take();
}

std::string annotate(const Program& program, const Batch& batch, const SourceManager& sources) {
    const auto octets = batch.octets();
    return annotate(octets, [&](std::uint32_t seq) -> std::string {
        const auto place = locate(program, batch, seq, std::nullopt);
        if (!place) return {};
        if (!place->span.known()) return place->what;
        return fmt::format("{}, {}:{}", place->what, sources.name(place->span.file),
                           sources.line_column(place->span).line);
    });
}

} // namespace rulec::nft
