using System.Globalization;
using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Storage.Tests.Contract;

/// <summary>Line protocol as the tests write it, apart from the encoder of the product.</summary>
internal static class Line
{
    public static string Of(Series series, long timeMs, params (string Field, object Value)[] fields) =>
        series.Key + " " + string.Join(',', fields.Select(f => f.Field + "=" + Format(f.Value))) + " " +
        timeMs.ToString(CultureInfo.InvariantCulture);

    public static byte[] Bytes(IEnumerable<string> lines) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static string Format(object value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture) + "i",
        bool truth => truth ? "true" : "false",
        string text => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"",
        _ => throw new ArgumentException($"no field type for {value.GetType()}"),
    };
}
