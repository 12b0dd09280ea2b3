// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/document.h"

#include "backend/json/import/locate.h"
#include "compiler/diag/printable.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::json {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kDeepest = 64; // nothing in the schema comes near

// Builds the value from the library's events.
class Builder : public nlohmann::json_sax<Json> {
  public:
    explicit Builder(std::string_view text) : text_(text) {}

    Json result;
    std::string problem;                             // empty: all is well
    Path problem_path;                               // of a problem with what the text says...
    std::size_t problem_at = std::string_view::npos; // ...or where the text stops being JSON

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t&) override { return add(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return false; } // not in JSON text
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        if (open_.back()->contains(name)) return fail(fmt::format("the key `{}` is given twice", name));
        key_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
        constexpr int kOutOfRange = 406;
        problem_at = begin_of_word(position > 0 ? position - 1 : 0);
        problem = error.id == kOutOfRange ? "a number beyond all range" : what_stands_at(problem_at);
        return false;
    }

  private:
    // The library stops inside a word that began like `true`.
    std::size_t begin_of_word(std::size_t offset) const {
        const auto is_letter = [&](std::size_t at) {
            return at < text_.size() &&
                   ((text_[at] >= 'a' && text_[at] <= 'z') || (text_[at] >= 'A' && text_[at] <= 'Z'));
        };
        while (offset > 0 && is_letter(offset) && is_letter(offset - 1))
            --offset;
        return offset;
    }
    std::string what_stands_at(std::size_t offset) const {
        if (offset >= text_.size()) return "it ends too early";
        const std::size_t end = text_.find_first_of(" \t\r\n,:[]{}\"", offset);
        const std::size_t len = std::clamp<std::size_t>(end == text_.npos ? 1 : end - offset, 1, 20);
        return fmt::format("unexpected `{}`", diag::printable(text_.substr(offset, len)));
    }
    Json* place(Json value) {
        if (open_.empty()) return &(result = std::move(value));
        Json& parent = *open_.back();
        if (parent.is_array()) return &parent.emplace_back(std::move(value));
        return &(parent[key_] = std::move(value));
    }
    bool add(Json value) {
        place(std::move(value));
        return true;
    }
    bool open(Json value) {
        if (open_.size() == kDeepest) return fail("nested too deeply");
        Json* here = place(std::move(value));
        if (!open_.empty()) steps_.push_back(step());
        open_.push_back(here);
        return true;
    }
    bool close() {
        open_.pop_back();
        if (!steps_.empty()) steps_.pop_back();
        return true;
    }
    // From the innermost open value to the one that was just placed in it.
    Step step() const {
        if (open_.back()->is_array()) return open_.back()->size() - 1;
        return key_;
    }
    bool fail(std::string what) {
        problem = std::move(what);
        problem_path = steps_;
        return false;
    }

    std::string_view text_;
    std::vector<Json*> open_;
    Path steps_;
    std::string key_;
};

Span problem_span(std::string_view text, FileId file, const Builder& builder) {
    if (builder.problem_at == std::string_view::npos) {
        const Extent extent = locate(text, builder.problem_path);
        return {file, static_cast<std::uint32_t>(extent.begin), static_cast<std::uint32_t>(extent.begin + 1)};
    }
    const std::size_t at = std::min(builder.problem_at, text.size());
    return {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(std::min(at + 1, text.size()))};
}

} // namespace

std::optional<nlohmann::json> parse_document(const SourceManager& sources, FileId file, diag::Sink& sink) {
    const std::string_view text = sources.text(file);
    Builder builder(text);
    try {
        Json::sax_parse(text, &builder);
    } catch (const nlohmann::json::exception&) {
        builder.problem =
            "the JSON library gave up"; // its errors come as events; this is for what it may think of later
    }
    if (builder.problem.empty()) return std::move(builder.result);
    sink.report(diag::make(diag::Code::kJsonSyntax, problem_span(text, file, builder), builder.problem));
    return std::nullopt;
}

} // namespace rulec::json
