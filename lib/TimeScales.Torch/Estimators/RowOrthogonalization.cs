namespace TimeScales.Torch;

/// <summary>C = L Q of a batch of square matrices: L lower triangular, the rows of Q orthonormal.</summary>
internal static class RowOrthogonalization
{
    /// <summary>The split, […, n, n] each.</summary>
    /// <remarks>A processor decomposes one matrix after the other by Householder's method; on a GPU that would be one call per
    /// matrix, so there Gram-Schmidt's method takes all of them through a step at once, and the rows are orthonormal to 1e-16
    /// times the condition of C.</remarks>
    public static (Tensor L, Tensor Q) Of(Tensor matrices) =>
        matrices.device.type == DeviceType.CUDA ? StepByStep(matrices) : MatrixByMatrix(matrices);

    internal static (Tensor L, Tensor Q) MatrixByMatrix(Tensor matrices)
    {
        var (columns, upper) = linalg.qr(matrices.transpose(-2, -1));
        return (upper.transpose(-2, -1), columns.transpose(-2, -1));
    }

    internal static (Tensor L, Tensor Q) StepByStep(Tensor matrices)
    {
        using var scope = NewDisposeScope();
        var size = matrices.shape[^1];
        var q = matrices.contiguous().clone();
        var l = zeros_like(q);
        for (var m = 0; m < size; m++)
        {
            using var step = NewDisposeScope();
            var row = q.narrow(-2, m, 1);
            var length = (row * row).sum([-1], keepdim: true).sqrt();
            l.narrow(-2, m, 1).narrow(-1, m, 1).copy_(length);
            row.div_(where(length > Kept(0), length, ones_like(length)));
            if (m == size - 1)
                break;
            var below = q.narrow(-2, m + 1, size - m - 1);
            var projections = below.matmul(row.transpose(-2, -1));
            l.narrow(-2, m + 1, size - m - 1).narrow(-1, m, 1).copy_(projections);
            below.sub_(projections * row);
        }
        return (l.MoveToOuterDisposeScope(), q.MoveToOuterDisposeScope());
    }
}
