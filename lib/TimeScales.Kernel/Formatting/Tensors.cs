namespace TimeScales.Kernel;

/// <summary>Large tensors of TorchSharp, whose own formatter writes every row of a matrix, however many there are.</summary>
internal static class Tensors
{
    private const int MostNumbers = 1000;

    /// <summary>A large tensor by its first entries, written by its own formatter; null for anything else.</summary>
    internal static MimeBundle? Format(object value)
    {
        if (value.GetType().FullName != "TorchSharp.torch+Tensor")
            return null;
        dynamic tensor = value;
        if (tensor.IsInvalid || tensor.NumberOfElements <= MostNumbers)
            return null;
        long[] shape = tensor.shape;
        List<IDisposable> parts = [];
        try
        {
            for (var dimension = 0; dimension < shape.Length; dimension++)
            {
                tensor = tensor.narrow(dimension, 0, Math.Min(shape[dimension], Most(shape.Length - dimension)));
                parts.Add(tensor);
            }
            return Relabelled(ConventionalFormatters.Format((object)tensor), Label(tensor.shape), Label(shape));
        }
        finally
        {
            parts.ForEach(part => part.Dispose());
        }
    }

    /// <summary>How many entries of a dimension are shown, counted from the last: rows and columns of a matrix, and of several
    /// the first two.</summary>
    private static long Most(int fromLast) => fromLast switch
    {
        1 or 2 => 20,
        3 => 2,
        _ => 1,
    };

    private static string Label(long[] shape) => $"[{string.Join('x', shape)}]";

    private static MimeBundle? Relabelled(MimeBundle? bundle, string part, string whole)
    {
        if (bundle is null)
            return null;
        var relabelled = new MimeBundle();
        foreach (var mimeType in bundle.MimeTypes)
            relabelled.Add(mimeType, bundle.Text(mimeType)!.Replace(part, $"{whole}, of which {part}", StringComparison.Ordinal));
        return relabelled;
    }
}
