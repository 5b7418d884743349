"""The last touches on a PDF file: the PDF/UA identifier, how a viewer opens it, a stable id, a small file.

WeasyPrint writes one standard's identifier. The file meets both PDF/A-3a and PDF/UA-1, so the second is added to the
metadata here, with the extension schema that PDF/A asks of any property it does not know.
"""

from __future__ import annotations

import io

import pikepdf

_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""
_KEY = """<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<xmpMM:DocumentID>uuid:{}</xmpMM:DocumentID>
</rdf:Description>
"""


def finish(body: bytes, key: str = "") -> bytes:
    """Return the PDF file `body` with its last touches. The same bytes in give the same bytes out. `key` is a UUID that
    its metadata carry, "" for none.

    A right-to-left edition gets no /Direction: it would only order the pages of spreads, and PDFium (in browsers, and
    in our own check) then reads every line of Latin text backwards, word by word.
    """
    with pikepdf.open(io.BytesIO(body)) as pdf:
        pdf.Root.Metadata = _identified(pdf, key)
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        _name_each_file_once(pdf)
        _guard_ends(pdf)
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    """The file's bytes. The streams that only qpdf sees are its lists of a hundred objects each: one object more, which
    was a part of the catalogue before, and every list holds others and ends in another way."""
    for key in ("", "/MarkInfo", "/ViewerPreferences", "/OutputIntents", "/AF", "/Names"):
        if key in pdf.Root:
            pdf.Root[key] = pdf.make_indirect(pdf.Root[key])
        written = io.BytesIO()
        # Not linearised: qpdf 12.4 writes hint tables for tagged files with bookmarks that its own check finds wrong.
        pdf.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
        if b"\r\nendstream" not in written.getvalue():
            break
    return written.getvalue()


def _guard_ends(pdf: pikepdf.Pdf) -> None:
    """Let no compressed stream end in a carriage return: one more byte after its end, which no decoder reads.

    Such a stream, and the line feed before `endstream`, look like one byte less with a line end of two: a PDF/A
    validator then finds that /Length is wrong. It happens to one compressed stream in 256.
    """
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and stream.get("/Filter") == pikepdf.Name.FlateDecode:
            raw = stream.read_raw_bytes()
            if raw.endswith(b"\r"):
                stream.write(raw + b"\0", filter=pikepdf.Name.FlateDecode)


def _identified(pdf: pikepdf.Pdf, key: str) -> pikepdf.Object:
    """The metadata stream with the PDF/UA identifier, uncompressed so that programs without a PDF reader find it."""
    xmp = pdf.Root.Metadata.read_bytes().decode("utf-8")
    head, end, tail = xmp.rpartition("</rdf:RDF>")
    if not end:
        raise ValueError("the PDF's metadata has no end of rdf:RDF: the layout engine writes it in another way now")
    stream = pdf.make_stream((head + (_KEY.format(key) if key else "") + _UA + tail).encode("utf-8"))
    stream.Type = pikepdf.Name.Metadata
    stream.Subtype = pikepdf.Name.XML
    return stream


def _name_each_file_once(pdf: pikepdf.Pdf) -> None:
    """WeasyPrint lists an attachment in /AF once for its name and once for itself."""
    if "/AF" in pdf.Root:
        files = {file.objgen: file for file in pdf.Root.AF}
        pdf.Root.AF = pikepdf.Array(files.values())
