# Docstrings as Doxygen wants them, of the headers' comments as people read them.
#
# What opens a file becomes the page of the file; `///` stays what it is, without any word that Doxygen
# would take for a command; a remark behind a member is that member's; lines that are set in are shown as
# they stand; and everything is put into the group of its room.
#
#   awk -f docstrings.awk src/stepgrad/scalar/tape.hpp

BEGIN {
  count = split(ARGV[1], path, "/")
  for (i = 1; i < count; ++i)
    if (path[i] == "stepgrad" && i + 1 < count) room = path[i + 1]
  if (room == "") room = "all"
  opening = 1
}

# Prose: what stands in `quotes` is code, and no character means anything to Doxygen.
function prose(text,  parts, number, i, result) {
  number = split(text, parts, "`")
  for (i = 1; i <= number; ++i) {
    gsub(/[\\@#%"&<>$|]/, "\\\\&", parts[i])
    gsub(/::/, "\\::", parts[i])
    gsub(/---/, "\\---", parts[i])
    if (i % 2 == 0 && i < number) parts[i] = "<code>" parts[i] "</code>"
    else if (i % 2 == 0) parts[i] = "`" parts[i]
    result = result parts[i]
  }
  sub(/^- /, "\\&minus; ", result)
  sub(/^[0-9]+\. /, "\\&zwj;&", result)
  return result
}

# The lines of a comment, gathered in `lines`, as one docstring: where a line is set in, or begins with a
# bar, until one is not, they are shown as they stand.
function flush_comment(  i, text, in_code, in_list, item) {
  print indent "/**"
  for (i = 1; i <= gathered; ++i) {
    text = lines[i]
    if (text == "@file") {
      print text
      continue
    }
    if (in_code && text == "" && lines[i + 1] !~ /^(   | *\|)/) {
      print "@endverbatim"
      in_code = 0
    }
    item = !in_code && text ~ /^ +- [A-Za-z`"(]/
    if (item || (in_list && text ~ /^    /)) {  # a list, whose items go on set in further
      sub(/^ +/, "", text)
      print item ? "- " prose(substr(text, 3)) : "  " prose(text)
      in_list = 1
    } else if (in_code || text ~ /^(   | *\|)/) {
      if (!in_code) print "@verbatim"
      in_code = 1
      print text
    } else {
      in_list = 0
      print prose(text)
    }
  }
  if (in_code) print "@endverbatim"
  if (indent == "") print "@ingroup " room
  print indent "*/"
  gathered = 0
  previous = ""
}

opening && /^\/\// {
  if (NR == 1) lines[++gathered] = "@file"
  indent = ""
  text = substr($0, 3)
  sub(/^ /, "", text)
  lines[++gathered] = text
  next
}
opening {
  flush_comment()
  opening = 0
}

/^ *\/\/\/( |$)/ {
  match($0, /^ */)
  indent = substr($0, 1, RLENGTH)
  text = substr($0, RLENGTH + 4)
  sub(/^ /, "", text)
  lines[++gathered] = text
  next
}
gathered { flush_comment() }

# What stands outside of the namespace belongs to other libraries.
/^(template.*|struct fmt::formatter.*\{)$/ && outside && !hidden {
  hidden = 1
  print "/// @cond"
}
/^namespace / { outside = 0 }
/^}  \/\/ namespace stepgrad/ { outside = 1 }

# A docstring is of all declarations below it: those without one of their own are in its group, too.
/^[A-Za-z].*\(.*\).*;$/ && previous ~ /\);$/ && !in_type { print "/// @ingroup " room }
{ previous = $0 }

# A remark behind a member.
/^(struct|class|enum|template).*[^;]$/ { in_type = 1 }
/^};/ { in_type = 0 }
(in_type && /^  [A-Za-z].*[;,] +\/\/ /) || /^using .*; +\/\/ / {
  place = match($0, /[;,] +\/\/ /)
  print substr($0, 1, place) "  ///< " prose(substr($0, place + RLENGTH)) (in_type ? "" : " @ingroup " room)
  next
}

{ print }

END {
  if (gathered) flush_comment()
  if (hidden) print "/// @endcond"
}
