// What a learner types as an answer, to a question of each kind.
#include <stepgrad/course/answer.hpp>

#include "fuzz/parser.hpp"

using namespace stepgrad;
using stepgrad::test::require;

namespace {

/// One of each kind.
const std::vector<Question> questions{
    {.kind = Question::Kind::number,
     .ask = "How steep is it?",
     .answer = "6.1",
     .help = {.hints = {}, .remarks = {{-6.1, "Look at the sign."}}}},
    {.kind = Question::Kind::choice,
     .ask = "Which way does it go?",
     .answer = "1",
     .choices = {{"up", true}, {"down", false}}},
    {.kind = Question::Kind::formula,
     .ask = "What is the slope?",
     .answer = "2*x + w",
     .inputs = {"x", "w"}},
};

}  // namespace

void any_bytes(std::string_view bytes) {
  for (const Question& question : questions)
    test::told_well([&] {
      const Reply reply = judge(question, bytes);
      require(!reply.right || reply.read, "right, and yet not read");
      require(test::is_printable(reply.say), "what is said cannot be shown");
    });
}
