# The front page of the reference and a group for each room, of the table of rooms in the README.
#
#   awk -f front.awk README.md

BEGIN {
  FS = " *\\| *"
  print "/// @mainpage"
  print "///"
  print "/// Learn backpropagation by watching it happen: what the library promises, taken from its headers."
  print "/// Two ways in: the rooms, from the ground up, and <a href=\"files.html\">the files</a>, each of which opens"
  print "/// with its idea. Everything is in the namespace <code>stepgrad</code>; <code>\\#include"
  print "/// \\<stepgrad/stepgrad.hpp\\></code> is all that a program without matrices needs."
  print "///"
  print "/// <table><tr><th>room</th><th>what is in it</th><th>begin reading with</th></tr>"
}

function code(text,  parts, number, i, result) {
  number = split(text, parts, "`")
  for (i = 1; i <= number; ++i) result = result (i % 2 ? parts[i] : "<code>" parts[i] "</code>")
  return result
}

/^\| `src\/stepgrad\// {
  room = $2
  gsub(/`|src\/stepgrad\//, "", room)
  rooms[++count] = room
  what[count] = $3
  begin[count] = $4
}

END {
  for (i = count; i > 0; --i)
    print "/// <tr><td>@ref " rooms[i] "</td><td>" code(what[i]) "</td><td>" code(begin[i]) "</td></tr>"
  print "/// </table>"
  for (i = count; i > 0; --i) {
    print ""
    print "/// @defgroup " rooms[i] " " rooms[i]
    print "/// " code(what[i]) "."
  }
  print ""
  print "/// @defgroup all stepgrad"
  print "/// All of it in one header, and numbers of the kit in matrices of Eigen."
}
