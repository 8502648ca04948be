"""Jupyter's own test suite for kernels, every sample filled in, against the installed kernel.

Usage: /usr/bin/python3 kernel_conformance.py   (JUPYTER_PATH names where the kernel is installed)
"""
import sys
import unittest

import jupyter_kernel_test


class CSharpKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = ".net-csharp"
    language_name = "csharp"
    file_extension = ".cs"

    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("to the error stream");'

    completion_samples = [
        {"text": "Math.Sq", "matches": {"Sqrt"}},
        {"text": '"a".ToUpp', "matches": {"ToUpper", "ToUpperInvariant"}},
        {"text": "Enumerable.Range(0, 3).Aggregat", "matches": {"Aggregate", "AggregateBy"}},
        {"text": "clear_o", "matches": {"clear_output"}},
    ]

    complete_code_samples = [
        "1 + 1",
        "int f(int x) { return x; }",
        "var s = \"}\";",
        "foreach (var i in new[] { 1 })\n    Console.WriteLine(i);",
    ]
    incomplete_code_samples = ["for (var i = 0; i < 3; i++) {", "Math.Max(1,", "class C\n{\n    int x;"]
    invalid_code_samples = ["int = = 3;", ")", "var x = 1 + ;"]

    code_page_something = 'page("a page of text")'
    code_generate_error = 'throw new InvalidOperationException("meant to fail");'

    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": '"a text"', "result": "a text"},
        {"code": "new[] { 1, 2, 3 }", "result": "int[3] { 1, 2, 3 }"},
        {"code": "await Task.FromResult(0.5)", "result": "0.5"},
        {"code": 'HTML("<b>bold</b>")', "mime": "text/html", "result": "<b>bold</b>"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<i>slanted</i>"));', "mime": "text/html"},
        {"code": '(1, "one").Display();', "mime": "text/plain"},
        {
            "code": 'display(new MimeBundle().Add("image/png", new byte[] { 137, 80, 78, 71 })'
            '.Add("application/vnd.plotly.v1+json", "{\\"data\\":[]}"));',
            "mime": "application/vnd.plotly.v1+json",
        },
    ]

    code_history_pattern = "1 ? 2*3"
    supported_history_operations = ("tail", "range", "search")

    code_inspect_sample = "Math.Sqrt"
    code_clear_output = "clear_output(wait: false);"

    def test_every_sample_is_filled_in(self):
        """The suite skips what has no sample; a sample of a later version must not be skipped in silence."""
        for name, value in vars(jupyter_kernel_test.KernelTests).items():
            if name.startswith(("code_", "completion_", "complete_", "incomplete_", "invalid_", "supported_")):
                self.assertTrue(getattr(self, name), f"{name} has no sample")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
