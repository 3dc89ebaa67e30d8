// stepgrad gpt explain: where the gradient of one weight of a GPT comes from.
#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/language/gpt_page.hpp>
#include <stepgrad/language/gpt_story_text.hpp>

#include "app/commands.hpp"
#include "app/language/subject.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

struct GptExplainArguments {
  Options& options;
  Options::Text weight = options.text("--weight", "NAME", "Which one: \"layer0.attn_wq[3][5]\"");
  Options::Text output = options.output();
  Options::Text html = options.text("--html", "FILE", "As a page, too, with boxes that open");
  GptSubjectArguments subject{options};
};

int explain_gpt(const GptExplainArguments& arguments) {
  if (arguments.weight.empty())
    throw Error("which weight's gradient is to be explained?", "",
                "Say so: --weight \"layer0.attn_wq[3][5]\".");
  const GptSubject subject = subject_of(arguments.subject);
  const Gpt& gpt = subject.trainer->gpt();
  const GptStory story = gpt_story(gpt, subject.trainer->alphabet(), subject.name,
                                   weight_named(gpt, arguments.weight));
  if (!arguments.html.empty()) deliver(as_html(story, gpt.shape()), arguments.html);
  deliver(as_text(story, gpt.shape(), terminal_width()), arguments.output);
  return 0;
}

}  // namespace

Action gpt_explain(Options& options) { return action<GptExplainArguments>(options, explain_gpt); }

}  // namespace stepgrad::app
