// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/source/source_manager.h"

#include "compiler/support/check.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rulec {
namespace {

constexpr std::size_t kLargestFile = 0xfffffff0; // offsets are 32 bits wide

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ > STDERR_FILENO) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }

  private:
    int fd_;
};

Result<std::string> read_all(int fd, const std::string& path) {
    std::string text;
    constexpr std::size_t kChunk = 1 << 16;
    for (;;) {
        const std::size_t have = text.size();
        if (have > kLargestFile) return system_error(EFBIG, fmt::format("{}: {}", path, std::strerror(EFBIG)));
        text.resize(have + kChunk);
        const ssize_t got = ::read(fd, text.data() + have, kChunk);
        text.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0) {
            text.shrink_to_fit(); // thousands of small files may be included
            return text;
        }
        if (got < 0 && errno != EINTR) return system_error(errno, fmt::format("{}: {}", path, std::strerror(errno)));
    }
}

} // namespace

struct SourceManager::File {
    std::string name;
    Span included_from;
    std::string owned;     // the text, unless it is mapped
    std::string_view text; // of `owned` or of the mapping
    void* mapping = nullptr;
    mutable std::vector<std::uint32_t> line_starts; // made when the first place is asked for

    ~File() {
        if (mapping != nullptr) ::munmap(mapping, text.size());
    }

    const std::vector<std::uint32_t>& lines() const {
        if (line_starts.empty()) {
            line_starts.push_back(0);
            for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
                line_starts.push_back(static_cast<std::uint32_t>(at + 1));
            }
        }
        return line_starts;
    }

    LineColumn place(std::uint32_t offset) const {
        const auto& starts = lines();
        const auto after = std::upper_bound(starts.begin(), starts.end(), offset);
        const auto line = static_cast<std::uint32_t>(after - starts.begin());
        return {line, offset - starts[line - 1] + 1};
    }
};

SourceManager::SourceManager() = default;
SourceManager::~SourceManager() = default;

Result<FileId> SourceManager::open(const std::string& path, Span included_from) {
    const bool standard_input = path == "-";
    const Descriptor fd(standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd.get() < 0) return system_error(errno, fmt::format("{}: {}", path, std::strerror(errno)));
    struct stat status = {};
    if (::fstat(fd.get(), &status) != 0)
        return system_error(errno, fmt::format("{}: {}", path, std::strerror(errno)));
    if (S_ISDIR(status.st_mode)) return system_error(EISDIR, fmt::format("{}: {}", path, std::strerror(EISDIR)));

    auto file = std::make_unique<File>();
    file->name = standard_input ? "<stdin>" : path;
    file->included_from = included_from;
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > kLargestFile) return system_error(EFBIG, fmt::format("{}: {}", path, std::strerror(EFBIG)));
    // A mapping must end inside its last page, so that the octet after the text reads as zero; otherwise, and for
    // pipes, read.
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    if (S_ISREG(status.st_mode) && size > (1U << 20) && size % page != 0) {
        void* mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
        if (mapping != MAP_FAILED) {
            file->mapping = mapping;
            file->text = {static_cast<const char*>(mapping), size};
        }
    }
    if (file->mapping == nullptr) {
        auto text = read_all(fd.get(), path);
        if (!text) return tl::unexpected(text.error());
        file->owned = std::move(*text);
        file->text = file->owned;
    }
    files_.push_back(std::move(file));
    return static_cast<FileId>(files_.size() - 1);
}

FileId SourceManager::add(std::string name, std::string text, Span included_from) {
    RULEC_CHECK(text.size() <= kLargestFile, "texts made by rulec are small");
    auto file = std::make_unique<File>();
    file->name = std::move(name);
    file->owned = std::move(text);
    file->text = file->owned;
    file->included_from = included_from;
    files_.push_back(std::move(file));
    return static_cast<FileId>(files_.size() - 1);
}

const SourceManager::File& SourceManager::at(FileId file) const {
    const auto index = static_cast<std::size_t>(file);
    RULEC_CHECK(index < files_.size(), "file ids come from this manager");
    return *files_[index];
}

void SourceManager::let_go(Span span) const {
    const File& file = at(span.file);
    if (file.mapping == nullptr) return;
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t begin = (span.begin + page - 1) / page * page;
    const std::size_t end = span.end / page * page;
    if (begin < end) ::madvise(static_cast<char*>(file.mapping) + begin, end - begin, MADV_DONTNEED);
}

std::string_view SourceManager::text(FileId file) const {
    return at(file).text;
}
std::string_view SourceManager::text(Span span) const {
    return at(span.file).text.substr(span.begin, span.end - span.begin);
}
const std::string& SourceManager::name(FileId file) const {
    return at(file).name;
}
Span SourceManager::included_from(FileId file) const {
    return at(file).included_from;
}
std::size_t SourceManager::file_count() const {
    return files_.size();
}
LineColumn SourceManager::line_column(Span span) const {
    return at(span.file).place(span.begin);
}
LineColumn SourceManager::line_column_end(Span span) const {
    return at(span.file).place(span.end);
}

std::string_view SourceManager::line_text(FileId file, std::uint32_t offset) const {
    const std::string_view text = at(file).text;
    const std::size_t newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    return text.substr(begin, text.find('\n', begin) - begin);
}

} // namespace rulec
