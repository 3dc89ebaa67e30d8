// The paths of an input are not added up.
// Told: Only the last unit is in it
#pragma once

#include <cstddef>
#include <vector>

using Numbers = std::vector<double>;
using Matrix = std::vector<Numbers>;

inline Matrix layer(const Matrix& W, const Numbers& b, const Matrix& U) {
  const std::size_t units = W.size(), inputs = U.size(), samples = U[0].size();
  Matrix V(units, Numbers(samples, 0.0));
  for (std::size_t i = 0; i < units; ++i)
    for (std::size_t s = 0; s < samples; ++s) {
      V[i][s] = b[i];
      for (std::size_t j = 0; j < inputs; ++j) V[i][s] += W[i][j] * U[j][s];
    }
  return V;
}

struct Gradients {
  Matrix W;
  Numbers b;
  Matrix U;
};

inline Gradients backward(const Matrix& W, const Matrix& U, const Matrix& G) {
  const std::size_t units = W.size(), inputs = U.size(), samples = U[0].size();
  Matrix dW(units, Numbers(inputs, 0.0)), dU(inputs, Numbers(samples, 0.0));
  Numbers db(units, 0.0);
  for (std::size_t i = 0; i < units; ++i)
    for (std::size_t s = 0; s < samples; ++s) {
      db[i] += G[i][s];
      for (std::size_t j = 0; j < inputs; ++j) {
        dW[i][j] += G[i][s] * U[j][s];
        dU[j][s] = W[i][j] * G[i][s];
      }
    }
  return {dW, db, dU};
}
