namespace TimeScales.Kernel.Engine;

/// <summary>One thing that a cell asks for; a cell is a list of them, carried out in order.</summary>
internal abstract record CellStep;

/// <summary>Code to compile and run.</summary>
/// <param name="Code">As the cell has it, with everything before it and every line that speaks to the kernel blank: lines and
/// columns stay.</param>
/// <param name="References">What its <c>#r</c> lines name, wherever they stand.</param>
/// <param name="Feeds">What its <c>#i</c> lines name.</param>
internal sealed record CodeStep(string Code, IReadOnlyList<ReferenceLine> References, IReadOnlyList<ReferenceLine> Feeds)
    : CellStep;

/// <summary>A text to show: <c>#!markdown</c> and <c>#!html</c>.</summary>
internal sealed record TextStep(string MimeType, string Text) : CellStep;

/// <summary>A notebook or C# file to run here: <c>#!import</c>.</summary>
internal sealed record ImportStep(string Path, int Line) : CellStep;

/// <summary>A variable to set: <c>#!set</c>.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">A text, <c>@csharp:NAME</c>, <c>@input:PROMPT</c> or <c>@password:PROMPT</c>.</param>
internal sealed record SetStep(string Name, string Value) : CellStep;

/// <summary>From here on the cell's time is taken and shown at its end: <c>#!time</c>.</summary>
internal sealed record TimeStep : CellStep;

/// <summary>What a <c>#r</c> or <c>#i</c> line names.</summary>
/// <param name="Text">Between the quotes.</param>
/// <param name="Line">Counted from 1.</param>
internal sealed record ReferenceLine(string Text, int Line);

/// <summary>A line to the kernel that it cannot follow; the message is one sentence.</summary>
internal sealed class DirectiveException(string message) : Exception(message);
