using System.Text;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Storage.Tests.LineProtocol;

public class LineReaderTests
{
    [Fact]
    public void MoveNext_Comments_and_blank_lines_are_passed_over()
    {
        var reader = new LineReader("# block 12\n\na v=1 5\n#\nb v=2 6"u8);

        Assert.True(reader.MoveNext());
        Assert.Equal("a v=1 5", Encoding.UTF8.GetString(reader.Line));
        Assert.True(reader.MoveNext());
        Assert.Equal("b v=2 6", Encoding.UTF8.GetString(reader.Line));
        Assert.Equal("b", Encoding.UTF8.GetString(reader.SeriesKey));
        Assert.Equal("v=2", Encoding.UTF8.GetString(reader.FieldSet));
        Assert.Equal(6, reader.TimeMs);
        Assert.False(reader.MoveNext());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("a v=1")]
    [InlineData("a v=1 ")]
    [InlineData("a v=1 5x")]
    [InlineData("a  5")]
    [InlineData("a 5")]
    [InlineData(" v=1 5")]
    [InlineData("a v=1 99999999999999999999")]
    [InlineData("a\\ b")]
    [InlineData("a\\")]
    [InlineData("a v=\"open 5\"")]
    public void MoveNext_Line_without_key_fields_or_time_is_returned_as_invalid(string line)
    {
        var reader = new LineReader(Encoding.UTF8.GetBytes(line + "\ngood v=1 7\n"));

        Assert.True(reader.MoveNext());
        Assert.False(reader.IsValid);
        Assert.Equal(line, Encoding.UTF8.GetString(reader.Line));
        Assert.True(reader.MoveNext());
        Assert.True(reader.IsValid);
    }

    [Fact]
    public void MoveNext_Spaces_in_a_tag_or_a_text_do_not_split_the_line()
    {
        var reader = new LineReader("m,host=a\\ b\\,c text=\"x 12, y=\\\" 4\",n=3i 99\n"u8);

        Assert.True(reader.MoveNext());
        Assert.True(reader.IsValid);
        Assert.Equal("m,host=a\\ b\\,c", Encoding.UTF8.GetString(reader.SeriesKey));
        Assert.Equal(99, reader.TimeMs);
        var fields = reader.Fields;
        Assert.True(fields.MoveNext());
        Assert.Equal("x 12, y=\" 4", fields.ReadText());
        Assert.True(fields.MoveNext());
        Assert.Equal(3, fields.Integer);
    }

    [Theory]
    [InlineData("1i", FieldType.Integer, 1)]
    [InlineData("-9007199254740993i", FieldType.Integer, -9007199254740992)]
    [InlineData("1", FieldType.Float, 1)]
    [InlineData("-1.5e3", FieldType.Float, -1500)]
    [InlineData("1E-08", FieldType.Float, 1e-8)]
    [InlineData("true", FieldType.Boolean, 1)]
    [InlineData("f", FieldType.Boolean, 0)]
    [InlineData("\"\"", FieldType.Text, 0)]
    public void Fields_Value_has_its_type(string text, FieldType type, double number)
    {
        var fields = new FieldReader(Encoding.UTF8.GetBytes("v=" + text));

        Assert.True(fields.MoveNext());
        Assert.Equal(type, fields.Type);
        Assert.Equal(number, fields.Number);
        Assert.False(fields.MoveNext());
        Assert.True(fields.IsValid);
    }

    [Fact]
    public void Fields_Integer_beyond_a_double_is_exact()
    {
        var fields = new FieldReader("v=-9007199254740993i"u8);

        Assert.True(fields.MoveNext());
        Assert.Equal(-9007199254740993, fields.Integer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v")]
    [InlineData("v=")]
    [InlineData("=1")]
    [InlineData("v=1,")]
    [InlineData("v=1,w")]
    [InlineData("v=,w=1")]
    [InlineData("v=yes")]
    [InlineData("v=NaN")]
    [InlineData("v=1e999")]
    [InlineData("v=i")]
    [InlineData("v=1.5i")]
    [InlineData("v=12u")]
    [InlineData("v=\"open")]
    [InlineData("v=\"open\\\"")]
    [InlineData("v=\"open\\")]
    [InlineData("v=\"a\"b")]
    public void Fields_Value_that_does_not_parse_ends_the_walk_as_invalid(string fieldSet)
    {
        var fields = new FieldReader(Encoding.UTF8.GetBytes(fieldSet));

        while (fields.MoveNext())
        {
        }

        Assert.False(fields.IsValid);
    }
}
