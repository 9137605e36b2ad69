using System.Text;

namespace Telemetry.Dashboards.Tests.Reports;

/// <summary>
/// Files that a person has read and committed. With <c>TELEMETRY_GOLDEN</c> naming their folder they are written anew,
/// for a person to read again.
/// </summary>
internal static class Golden
{
    public static void Equal(string name, byte[] content)
    {
        var read = Path.Combine(AppContext.BaseDirectory, "Reports", "Golden", name);
        if (Environment.GetEnvironmentVariable("TELEMETRY_GOLDEN") is { } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
            return;
        }
        var expected = File.ReadAllBytes(read);
        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(content));
        Assert.Equal(expected, content);
    }
}
