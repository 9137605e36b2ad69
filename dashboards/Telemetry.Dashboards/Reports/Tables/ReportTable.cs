namespace Telemetry.Dashboards.Reports.Tables;

internal enum CellKind
{
    Text,

    /// <summary>Cubic metres.</summary>
    Volume,

    /// <summary>Cubic metres or tonnes: the row's unit says which.</summary>
    Amount,

    /// <summary>A fraction, shown in per cent.</summary>
    Share,

    /// <summary>A whole number.</summary>
    Count,

    Kilometres,

    Hours,

    Tonnes,

    /// <summary>A number of whatever unit its row says.</summary>
    Number,
}

/// <summary>What a column is for where rows are taken apart into single figures.</summary>
internal enum ColumnRole
{
    Subject,
    Name,
    Part,
    Day,
    Unit,
    Value,
    Remark,
}

/// <param name="Key">Of its word.</param>
internal sealed record Column(string Key, CellKind Kind = CellKind.Text, ColumnRole Role = ColumnRole.Value);

/// <summary>A text, a number, or neither: not known.</summary>
internal readonly record struct Cell(string? Text, double? Number)
{
    public bool IsUnknown => Number is null && string.IsNullOrEmpty(Text);

    public static implicit operator Cell(string? text) => new(text, null);

    public static implicit operator Cell(double? number) => new(null, number);
}

/// <summary>One table of the report, the same in every form that has tables.</summary>
/// <param name="Key">Of its heading's word.</param>
/// <param name="Rows">As many cells as columns.</param>
internal sealed record ReportTable(string Key, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows);
