#!/usr/bin/env bash
# The logistic regression of mljs has no intercept.
#
# Guess:      it fits sigmoid(w x + b), so four points on a line that a threshold parts are learnt.
# Library:    ml-logistic-regression 2.0.0, with ml-matrix 6.15.1
# Seen:       it fits sigmoid(w x): the threshold is x = 0 for ever. Of 10, 11 | 12, 13 it gets
#             half right; with a column of ones added by hand, and a longer training, all.
# Output:     as they are: 0,0,0,0, with a column of ones: 0,0,1,1
# Documented: no
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund ml-logistic-regression@2.0.0 ml-matrix@6.15.1

node - <<'EOF'
const {Matrix} = require('ml-matrix');
const LogisticRegression = require('ml-logistic-regression');

const labels = Matrix.columnVector([0, 0, 1, 1]);
const predictions = rows => {
  const model = new LogisticRegression({numSteps: 200000, learningRate: 0.02});
  model.train(new Matrix(rows), labels);
  return model.predict(new Matrix(rows)).join();
};
const bare = predictions([[10], [11], [12], [13]]);
const ones = predictions([[10, 1], [11, 1], [12, 1], [13, 1]]);

console.log(`as they are: ${bare}, with a column of ones: ${ones}`);
process.exit(bare !== '0,0,1,1' && ones === '0,0,1,1' ? 0 : 1);
EOF
