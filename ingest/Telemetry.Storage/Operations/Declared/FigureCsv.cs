using System.Text;
using Sylvan.Data.Csv;
using Telemetry.Storage.Operations.Declared.Forms;

namespace Telemetry.Storage.Operations.Declared;

/// <summary>A kind's CSV file: RFC 4180, UTF-8, a header, commas, decimal points.</summary>
internal static class FigureCsv
{
    private const int MostBytes = 16 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static FigureReading Read(FigureKind kind, ReadOnlySpan<byte> bytes, FigureRules rules)
    {
        var reading = new FigureReading(rules);
        if (bytes.Length > MostBytes)
        {
            reading.Wrong(0, "", null, FormattableString.Invariant(
                $"the file has {bytes.Length} bytes; at most {MostBytes}: divide it"));
        }
        else if (Decode(bytes) is not { } text)
        {
            reading.Wrong(
                0, "", null, "the file is not UTF-8: save it as UTF-8 (in Excel 'CSV UTF-8'), and import it again");
        }
        else
        {
            Read(FigureForm.Of(kind), text, reading);
        }
        return reading;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static void Read(FigureForm form, string text, FigureReading reading)
    {
        var row = 1;
        try
        {
            using var csv = CsvDataReader.Create(
                new StringReader(text), new CsvDataReaderOptions { Delimiter = ',', MaxBufferSize = MostBytes });
            if (!CheckHeader(form, csv, reading)) return;
            var rows = 0;
            while (csv.Read())
            {
                row++;
                if (csv.RowFieldCount == 1 && csv.GetString(0).Length == 0) continue;
                rows++;
                if (csv.RowFieldCount != csv.FieldCount)
                {
                    reading.Wrong(row, "", null, FormattableString.Invariant(
                        $"has {csv.RowFieldCount} values, and the header {csv.FieldCount} columns"));
                    continue;
                }
                reading.Add(row, form, Texts(csv));
            }
            if (rows == 0) reading.Wrong(0, "", null, "there is no figure in it");
        }
        catch (CsvMissingHeadersException)
        {
            reading.Wrong(0, "", null, "the file is empty; its first row is " + FigureReading.Names(form));
        }
        catch (Exception exception) when (exception is CsvFormatException or CsvRecordTooLargeException)
        {
            reading.Wrong(row + 1, "", null, $"is no CSV: {exception.Message}");
        }
    }

    private static bool CheckHeader(FigureForm form, CsvDataReader csv, FigureReading reading)
    {
        var before = reading.Errors.Count;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < csv.FieldCount; i++)
        {
            var name = csv.GetName(i).Trim();
            if (!form.Columns.Any(column => column.Name == name))
                reading.Wrong(1, "", name, "is no column of it; allowed are " + FigureReading.Names(form));
            else if (!seen.Add(name)) reading.Wrong(1, name, null, "is there twice");
        }
        foreach (var column in form.Columns.Where(column => column.IsRequired && !seen.Contains(column.Name)))
            reading.Wrong(1, column.Name, null, "is missing: " + column.Allowed);
        return reading.Errors.Count == before;
    }

    private static Dictionary<string, string> Texts(CsvDataReader csv)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < csv.FieldCount; i++)
        {
            var text = csv.GetString(i).Trim();
            if (text.Length > 0) texts[csv.GetName(i).Trim()] = text;
        }
        return texts;
    }
}
